import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * A process as we recorded it: a pid alone is not enough, since systems hand pids out again.
 * @typedef {{ pid: number, started: string }} Recorded
 */

const linux = process.platform === 'linux'

/** @param {number} pid @returns {{ state: string, group: number, startTicks: string } | undefined} */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', group: Number(fields[2]), startTicks: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

/**
 * When the process began, in a form that two lives of one pid never share; undefined when nothing runs under the pid.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startOf(pid) {
  if (linux) {
    const stat = readStat(pid)
    if (!stat || stat.state === 'Z' || stat.state === 'X') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${stat.startTicks}`
  }
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    }).trim()
    return line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '')
  } catch {
    return undefined
  }
}

/**
 * Whether the very process that was recorded still runs.
 * @param {Recorded} recorded
 */
export function isRunning(recorded) {
  return startOf(recorded.pid) === recorded.started
}

/**
 * Members of a process group whose leader is gone, told from strangers by the mark in their environment.
 * Only Linux lets one read that; elsewhere the answer is empty.
 * @param {number} group
 * @param {string} mark `NAME=value`, as given to the leader's environment
 * @returns {number[]}
 */
export function orphansOf(group, mark) {
  if (!linux) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      if (readStat(pid)?.group !== group) return false
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark)
      } catch {
        return false
      }
    })
}

/**
 * Makes this process the one owner of a folder. Answers with the pid of the owner before us when it still runs.
 * @param {string} file where the owner is recorded
 * @returns {number | undefined}
 */
export function claim(file) {
  mkdirSync(dirname(file), { recursive: true })
  const me = JSON.stringify({ pid: process.pid, started: startOf(process.pid) })
  for (;;) {
    try {
      writeFileSync(file, me, { flag: 'wx' })
      return undefined
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    }
    const owner = readOwner(file)
    if (owner && isRunning(owner)) return owner.pid
    rmSync(file, { force: true })
  }
}

/** @param {string} file @returns {Recorded | undefined} */
export function readOwner(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
