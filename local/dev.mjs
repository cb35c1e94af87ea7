/**
 * `npm run dev`: everything Codex needs, on one machine, with one command. This file runs before any package is there, so
 * it and what it imports at the top use Node's own modules only; the rest is in stack.ts.
 */
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { claim } from './identity.mjs'
import { ensurePackages } from './packages.mjs'
import { ensurePrograms } from './programs.mjs'

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const folder = join(root, '.local')
const ownerFile = join(folder, 'owner.json')
const reset = process.argv.includes('--reset')

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(message)
  process.exit(1)
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    refuse(`Codex needs Node 20.19 or newer; this is ${process.versions.node}.`)
  }
}

async function claimFolder() {
  const other = claim(ownerFile)
  if (other === undefined) return
  // One that is on its way out says so within a second and is worth waiting for.
  const stopping = () => existsSync(join(folder, 'stopping'))
  for (let waited = 0; waited < (stopping() ? 40_000 : 1_000); waited += 100) {
    await sleep(100)
    if (claim(ownerFile) === undefined) return
  }
  const stackFile = join(folder, 'stack.json')
  const address = existsSync(stackFile) ? JSON.parse(readFileSync(stackFile, 'utf8')).web : undefined
  refuse(
    `Codex is already running in this folder (pid ${other})${address ? `: ${address}` : ', and still starting'}.\n` +
      'Stop it with Ctrl-C where it runs, or use it as it is.',
  )
}

/** Everything but the claim itself. Whoever holds the claim has reaped what ran here. */
function wipe() {
  for (const name of readdirSync(folder)) {
    if (name !== 'owner.json') rmSync(join(folder, name), { recursive: true, force: true })
  }
}

requireNode()
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
await claimFolder()
try {
  ensurePackages(root)
  const programs = ensurePrograms({ redis: !process.env.REDIS_URL })
  const { register } = await import('tsx/esm/api')
  register()
  const { runStack } = await import('./stack.ts')
  await runStack({ root, folder, programs, beforeStart: reset ? wipe : undefined })
} catch (error) {
  rmSync(ownerFile, { force: true })
  refuse(`\n${error instanceof Error ? error.message : String(error)}`)
}
