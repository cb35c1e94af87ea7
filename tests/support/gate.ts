import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import getPort from 'get-port'

export type Gate = {
  /** The address through the gate. */
  readonly url: string
  open(): Promise<void>
  /** Refuses connections and ends those there are, as a server does that dies. */
  shut(): Promise<void>
}

/** A door before a server of the stack, closed at first, so that one test can have it away. */
export async function gateTo(address: string): Promise<Gate> {
  const target = new URL(address)
  const port = await getPort({ host: '127.0.0.1' })
  const sockets = new Set<Socket>()
  let server: Server | undefined
  const url = new URL(address)
  url.host = `127.0.0.1:${port}`
  const track = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  return {
    url: url.href,
    async open() {
      server = createServer((near) => {
        const far = connect(Number(target.port), target.hostname)
        track(near)
        track(far)
        near.pipe(far).pipe(near)
      })
      await once(server.listen(port, '127.0.0.1'), 'listening')
    },
    async shut() {
      const closed = server && once(server, 'close')
      server?.close()
      for (const socket of sockets) socket.destroy()
      await closed
      server = undefined
    },
  }
}
