import { spawn } from 'node:child_process'
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, orphansOf, startOf } from './identity.mjs'

/** One process we started: enough to know it again after a crash, and how it likes to be asked to stop. */
export type ProcessRecord = {
  name: string
  pid: number
  started: string
  command: string
  stopSignal: NodeJS.Signals
}

export type StartProcess = {
  name: string
  command: string
  args: string[]
  env?: Record<string, string | undefined>
  cwd?: string
  /** `log` writes to logs/<name>.log and so survives our own death; `pipe` hands the output to the caller. */
  output: 'log' | 'pipe'
  /** Opens a message channel; its end tells the child that we are gone. */
  ipc?: boolean
  stopSignal?: NodeJS.Signals
  /** How long a process may take to stop before it is killed, in milliseconds. */
  graceMs?: number
  user?: { uid: number; gid: number } | undefined
}

export type Running = { child: ChildProcess; record: ProcessRecord; logFile: string; stop(): Promise<void> }

export type Processes = {
  start(options: StartProcess): Running
  pids(): Record<string, number>
  /** Kills whatever still runs at once: for the last moment of our own life, so it does not wait. */
  killAll(): void
}

const markName = 'CODEX_LOCAL_FOLDER'
const recordFile = (folder: string) => join(folder, 'pids.json')

/**
 * Starts processes in groups of their own, each recorded in `<folder>/pids.json`, so that a later run can end what a killed
 * one left behind.
 */
export function createProcesses(folder: string): Processes {
  const running = new Map<number, Running>()
  const save = () => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      recordFile(folder),
      JSON.stringify(
        [...running.values()].map(({ record }) => record),
        null,
        2,
      ),
    )
  }

  function start(options: StartProcess): Running {
    const { name, command, args, output, stopSignal = 'SIGTERM', graceMs = 10_000 } = options
    const logFile = join(folder, 'logs', `${name}.log`)
    mkdirSync(dirname(logFile), { recursive: true })
    const sink = output === 'log' ? openSync(logFile, 'w') : 'pipe'
    const stdio: StdioOptions = ['ignore', sink, sink, ...(options.ipc ? (['ipc'] as const) : [])]
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env, [markName]: folder },
      stdio,
      detached: true,
      ...options.user,
    })
    child.on('error', (error) => console.error(`${name} could not be started: ${error.message}`))
    const pid = child.pid
    if (pid === undefined) throw new Error(`${name} could not be started: ${command}`)
    const record = {
      name,
      pid,
      started: startOf(pid) ?? '',
      command: [command, ...args].join(' '),
      stopSignal,
    }
    const entry = {
      child,
      record,
      logFile,
      stop: async () => {
        await stopGroup(record, folder, graceMs)
        running.delete(pid)
        save()
      },
    }
    running.set(pid, entry)
    save()
    return entry
  }

  return {
    start,
    pids: () => Object.fromEntries([...running.values()].map(({ record }) => [record.name, record.pid])),
    killAll() {
      for (const { record } of running.values()) {
        if (isRunning(record)) kill(-record.pid, 'SIGKILL')
        for (const pid of orphansOf(record.pid, `${markName}=${folder}`)) kill(pid, 'SIGKILL')
      }
    },
  }
}

/** Ends the processes that an earlier run recorded in the folder and left running; answers with their names. */
export async function reap(folder: string): Promise<string[]> {
  const reaped = await Promise.all(
    readRecords(folder).map(async (record) => {
      if (!isRunning(record) && orphansOf(record.pid, `${markName}=${folder}`).length === 0) return []
      await stopGroup(record, folder, 10_000)
      return [record.name]
    }),
  )
  return reaped.flat()
}

function readRecords(folder: string): ProcessRecord[] {
  try {
    return JSON.parse(readFileSync(recordFile(folder), 'utf8')) as ProcessRecord[]
  } catch {
    return []
  }
}

async function stopGroup(record: ProcessRecord, folder: string, graceMs: number): Promise<void> {
  const orphans = () => orphansOf(record.pid, `${markName}=${folder}`)
  if (isRunning(record)) {
    kill(record.pid, record.stopSignal)
    const deadline = Date.now() + graceMs
    while (isRunning(record) && Date.now() < deadline) await sleep(20)
    kill(-record.pid, 'SIGKILL')
  }
  for (const pid of orphans()) kill(pid, 'SIGKILL')
  while (isRunning(record) || orphans().length > 0) await sleep(20)
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
