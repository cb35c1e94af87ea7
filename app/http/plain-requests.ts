import type { RequestHandler } from 'express'

const methods = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])
/** The longest text of ours, spelled as wastefully as a form can, is half of this. Films go to storage, never through here. */
export const mostBodyBytes = 4 * 1024 ** 2
/** Logos and the like, which are made anew before they are kept, with the form around them. */
const mostPictureBytes = 9 * 1024 ** 2
const takesPictures = /^\/studio\/[^/]+\/settings\/branding(?:\.data)?$/

/** Refuses what no honest request is: a method that nothing here knows, and an address with a character that cannot be stored. */
export const plainRequests: RequestHandler = (request, response, next) => {
  if (!methods.has(request.method))
    return void response.status(405).type('text/plain').send('Nothing here knows this method.')
  if (request.originalUrl.includes('%00'))
    return void response.status(400).type('text/plain').send('This address cannot be read.')
  next()
}

/**
 * Refuses a body that is larger than any of ours, by what it claims and by what it is: what follows keeps a body in memory.
 * Stands right before the handler that reads the body, with nothing that waits between them.
 */
export const limitBody: RequestHandler = (request, response, next) => {
  const most = takesPictures.test(request.path) ? mostPictureBytes : mostBodyBytes
  if (Number(request.get('content-length')) > most)
    return void response
      .status(413)
      .set('Connection', 'close')
      .type('text/plain')
      .send('That is more than this address takes.')
  if (request.get('transfer-encoding') !== undefined) {
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > most) request.destroy()
    })
  }
  // Whoever was answered before their body was read is still sending it: unread, it would hold the connection. Remix pauses what
  // nobody reads, so that its listener has to go.
  response.on('finish', () => request.removeAllListeners('data').resume())
  next()
}
