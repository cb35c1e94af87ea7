import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Installs the packages of the lock when they are missing or the lock has changed since the last time.
 * @param {string} root the project's folder
 * @returns {'present' | 'installed'}
 */
export function ensurePackages(root) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const hash = createHash('sha256').update(lock).digest('hex')
  const record = join(root, 'node_modules', '.codex-lock')
  if (existsSync(record) && readFileSync(record, 'utf8') === hash) return 'present'
  const present = matchesLock(root, lock)
  if (!present) {
    console.log('Installing packages (npm ci) …')
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' })
    if (status !== 0) throw new Error('npm ci failed: see its output above, then run the command again.')
  }
  writeFileSync(record, hash)
  return present ? 'present' : 'installed'
}

/** Whether what npm says it installed is what the lock asks for, foreign platforms aside.
 * @param {string} root @param {string} lock */
function matchesLock(root, lock) {
  const installedLock = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedLock)) return false
  /** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} Packages */
  /** @type {Packages} */
  const wanted = JSON.parse(lock).packages
  /** @type {Packages} */
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    const found = installed[path]
    if (path === '' || (!found && (optional || devOptional))) return true
    return found?.version === version
  })
}
