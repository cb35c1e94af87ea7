import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * A program the stack needs from the system, and the package that brings it.
 * @typedef {{ names: string[], apt: string, brew: string, cask?: boolean }} Program
 */

/** @type {Record<'ffmpeg' | 'ffprobe' | 'redis' | 'chromium', Program>} */
const programs = {
  ffmpeg: { names: ['ffmpeg'], apt: 'ffmpeg', brew: 'ffmpeg' },
  ffprobe: { names: ['ffprobe'], apt: 'ffmpeg', brew: 'ffmpeg' },
  redis: { names: ['redis-server'], apt: 'redis-server', brew: 'redis' },
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    apt: 'chromium',
    brew: 'chromium',
    cask: true,
  },
}

const knownFolders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/usr/sbin', '/snap/bin']
const knownFiles = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {string[]} names @returns {string | undefined} */
function find(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...knownFolders]
  const files = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...files, ...(names.includes('chromium') ? knownFiles : [])].find(isExecutable)
}

/**
 * Finds ffmpeg, ffprobe, redis-server (unless another Redis is used) and, when asked, Chromium; installs what is missing with apt-get (as root or with a
 * sudo that asks no password) or brew. Throws with the exact command when it may not install. Tries for bubblewrap too.
 * @param {{ redis?: boolean, chromium?: boolean }} [options]
 * @returns {{ ffmpeg: string, ffprobe: string, redis: string, chromium: string | undefined }}
 */
export function ensurePrograms({ redis = true, chromium = false } = {}) {
  const wanted = [
    programs.ffmpeg,
    programs.ffprobe,
    ...(redis ? [programs.redis] : []),
    ...(chromium ? [programs.chromium] : []),
  ]
  const missing = wanted.filter(({ names }) => !find(names))
  if (missing.length > 0) install(missing)
  const still = wanted.filter(({ names }) => !find(names))
  if (still.length > 0) {
    throw new Error(`Still missing after installing: ${still.map(({ names }) => names[0]).join(', ')}.`)
  }
  tryForSandbox()
  return {
    ffmpeg: find(programs.ffmpeg.names) ?? 'ffmpeg',
    ffprobe: find(programs.ffprobe.names) ?? 'ffprobe',
    redis: find(programs.redis.names) ?? 'redis-server',
    chromium: chromium ? find(programs.chromium.names) : undefined,
  }
}

let triedForSandbox = false

/** ffmpeg runs in a sandbox where there is bubblewrap, and without one elsewhere: getting none is no reason to fail. */
function tryForSandbox() {
  if (triedForSandbox || find(['bwrap']) || !find(['apt-get'])) return
  triedForSandbox = true
  const [command, ...prefix] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get']
  const haste = ['http', 'https'].flatMap((way) => ['-o', `Acquire::${way}::Timeout=5`])
  const args = [
    'install',
    '-y',
    '--no-install-recommends',
    '-o',
    'Acquire::Retries=0',
    ...haste,
    'bubblewrap',
  ]
  const { status } = spawnSync(command ?? '', [...prefix, ...args], {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status === 0) console.log('Installed bubblewrap: ffmpeg runs in a sandbox.')
}

/** @param {Program[]} missing */
function install(missing) {
  const names = missing.map(({ names }) => names[0]).join(', ')
  const steps = installSteps(missing)
  if (!steps) {
    throw new Error(
      `Please install ${names} and run the command again: no apt-get or brew was found to do it.`,
    )
  }
  const spoken = steps.commands.map((command) => command.join(' ')).join(' && ')
  if (!steps.allowed) throw new Error(`${names} missing. Run this, then the command again:\n\n  ${spoken}\n`)
  console.log(`Installing ${names}: ${spoken}`)
  for (const [command = '', ...args] of steps.commands) {
    const { status } = spawnSync(command, args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (status !== 0)
      throw new Error(`That failed. Run this by hand, then the command again:\n\n  ${spoken}\n`)
  }
}

/** @param {Program[]} missing @returns {{ commands: string[][], allowed: boolean } | undefined} */
function installSteps(missing) {
  const packages = (/** @type {Program[]} */ list, /** @type {'apt' | 'brew'} */ from) => [
    ...new Set(list.map((program) => program[from])),
  ]
  if (find(['apt-get'])) {
    const root = process.getuid?.() === 0
    const prefix = root ? [] : ['sudo']
    return {
      commands: [
        [...prefix, 'apt-get', 'update'],
        [...prefix, 'apt-get', 'install', '-y', '--no-install-recommends', ...packages(missing, 'apt')],
      ],
      allowed: root || spawnSync('sudo', ['-n', 'true']).status === 0,
    }
  }
  if (find(['brew'])) {
    const plain = missing.filter(({ cask }) => !cask)
    const casks = missing.filter(({ cask }) => cask)
    return {
      commands: [
        ...(plain.length > 0 ? [['brew', 'install', ...packages(plain, 'brew')]] : []),
        ...(casks.length > 0 ? [['brew', 'install', '--cask', ...packages(casks, 'brew')]] : []),
      ],
      allowed: true,
    }
  }
  return undefined
}
