import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import getPort, { portNumbers } from 'get-port'
import { z } from 'zod'

const parts = ['web', 'mailbox', 'stripe', 'storage', 'postgres', 'redis', 'smtp'] as const

export type Ports = Record<(typeof parts)[number], number>

const schema = z.partialRecord(z.enum(parts), z.number())

/** A free port for each part: the one it had last time when that is still free, so that addresses stay. Web likes 3000. */
export async function keepPorts(folder: string): Promise<Ports> {
  const file = join(folder, 'ports.json')
  const former = readFormer(file)
  const ports = await choosePorts({ web: [...portNumbers(3000, 3020)], ...former })
  writeFileSync(file, JSON.stringify(ports, null, 2))
  return ports
}

/** A free port for each part, those of `wanted` first. */
export async function choosePorts(wanted: Partial<Record<keyof Ports, number[]>> = {}): Promise<Ports> {
  const chosen: [string, number][] = []
  for (const part of parts) chosen.push([part, await getPort({ port: wanted[part] ?? [] })])
  return Object.fromEntries(chosen) as Ports
}

function readFormer(file: string): Partial<Record<keyof Ports, number[]>> {
  try {
    const { data = {} } = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return Object.fromEntries(Object.entries(data).map(([part, port]) => [part, [port]]))
  } catch {
    return {}
  }
}
