import { pino, type Logger } from 'pino'
import type { Env } from './env.ts'
import { loggedError } from './log-errors.ts'

export type { Logger } from 'pino'

/** Secrets and personal data stay out of logs, wherever an object carries them. */
const redact = [
  'password',
  'token',
  'secret',
  'email',
  'authorization',
  'cookie',
  'to',
  'url',
  'signature',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** JSON lines to standard output; `name` says which process speaks. */
export function createLogger(env: Pick<Env, 'LOG_LEVEL'>, name: string): Logger {
  return pino({
    name,
    level: env.LOG_LEVEL,
    base: { pid: process.pid },
    serializers: { err: loggedError },
    redact: { paths: redact, censor: '[redacted]' },
  })
}

/** What nobody caught ends the process, as Node does, but is said in the log, where no values stand. */
export function logWhatEndsTheProcess(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'nobody caught this')
    process.exit(1)
  })
}
