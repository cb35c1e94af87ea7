import os from 'node:os'
import process from 'node:process'

/** Bounds of one process. Every bound that the machine does not know is left out. */
export type ProcessLimits = {
  cpuSeconds: number
  /** Memory it may write to; shared libraries and mere reservations do not count. */
  memoryBytes: number
  /** The largest file it may write. */
  fileBytes: number
}

/**
 * The shell leads a process group of its own and holds the read end of a pipe whose other end is ours (its stdin).
 * When we die, however that happens, the pipe ends and the whole group is killed. `times` says at the end what CPU
 * the program took.
 */
const guardScript = `
ulimit -c 0
ulimit -t "$1" 2>/dev/null
ulimit -d "$2" 2>/dev/null
ulimit -f "$3" 2>/dev/null
shift 3
exec 3<&0 </dev/null
( exec >/dev/null 2>&1; read -r _ <&3; kill -KILL 0 ) &
guard=$!
nice -n 10 "$@" 3<&- &
wait $!
code=$?
kill -KILL $guard
times >&2
exit $code`

/** The shell to spawn (detached, with a pipe as stdin) so that a command runs politely, bounded and never outlives us. */
export const guardShell = 'sh'

/** Arguments for `guardShell`. `command` is a program and its arguments. */
export function guardArguments(command: readonly string[], limits: ProcessLimits): string[] {
  const blocks = Math.ceil(limits.fileBytes / 512)
  const kilobytes = Math.floor(limits.memoryBytes / 1024)
  return [
    '-c',
    guardScript,
    'guard',
    String(Math.ceil(limits.cpuSeconds)),
    String(kilobytes),
    String(blocks),
    ...command,
  ]
}

/** Ends a guarded process and all it started, at once. Harmless when it is gone already. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Three quarters of the memory this process may use, between 2 and 16 GB. */
export function defaultMemoryBytes(): number {
  const constrained = process.constrainedMemory()
  const available = constrained > 0 ? Math.min(constrained, os.totalmem()) : os.totalmem()
  return Math.min(16, Math.max(2, (available * 0.75) / 2 ** 30)) * 2 ** 30
}

/** Takes the two lines of `times` off the end of stderr: `[stderr, seconds of CPU]`. */
export function splitTimes(stderr: string): [string, number | undefined] {
  const times = /(?:^|\n)[\dhms. ]+\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(stderr)
  if (!times) return [stderr, undefined]
  const [userMinutes, userSeconds, systemMinutes, systemSeconds] = times.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ]
  return [stderr.slice(0, times.index), userMinutes * 60 + userSeconds + systemMinutes * 60 + systemSeconds]
}
