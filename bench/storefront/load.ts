import { Agent, get } from 'node:http'
import { millisecondsOf } from '../harness.ts'

const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

export type Load = { readonly requests: number; readonly connections: number; readonly cookie?: string }

/** Asks for a page `requests` times over `connections` kept-alive connections; answers requests per second. */
export async function requestsPerSecond(
  url: string,
  { requests, connections, cookie }: Load,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let left = requests
  const ask = async () => {
    while (left-- > 0) await fetchPage(url, agent, cookie)
  }
  const elapsed = await millisecondsOf(() => Promise.all(Array.from({ length: connections }, ask)))
  agent.destroy()
  return requests / (elapsed / 1000)
}

/** The page's body. Anything but 200 is an error. */
export function fetchPage(url: string, agent?: Agent, cookie?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(
      url,
      { ...(agent ? { agent } : {}), headers: { 'user-agent': browser, ...(cookie && { cookie }) } },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'))
          else reject(new Error(`${url} answers ${answer.statusCode}`))
        })
      },
    )
    request.on('error', reject)
  })
}
