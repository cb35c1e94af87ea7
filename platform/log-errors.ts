/** What is kept of an error in a log. */
export type LoggedError = {
  readonly type: string
  readonly message: string
  readonly code?: string | undefined
  /** Of the database: where, never what. */
  readonly table?: string | undefined
  readonly constraint?: string | undefined
  readonly statement?: string | undefined
  readonly stack?: string | undefined
  readonly cause?: LoggedError | undefined
}

const deepest = 5
const statementLength = 300

/**
 * An error as it may stand in a log: of a failed statement its text without what was put into it, of what the database says its
 * code, table and constraint without the values; addresses of people are taken out of any other words. The stack tells where in
 * the code, and no words.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something that is no error was thrown' }
  const { code, table, constraint, severity, query } = error as Error & Record<string, unknown>
  const isOfDatabase = typeof severity === 'string'
  const isStatement = typeof query === 'string'
  return {
    type: error.name,
    message: isStatement
      ? 'a statement failed'
      : isOfDatabase
        ? 'the database refused it'
        : withoutPeople(error.message),
    code: textOf(code),
    table: isOfDatabase ? textOf(table) : undefined,
    constraint: isOfDatabase ? textOf(constraint) : undefined,
    statement: isStatement ? query.slice(0, statementLength) : undefined,
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    cause: error.cause === undefined || depth >= deepest ? undefined : loggedError(error.cause, depth + 1),
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** Words of libraries and of other servers repeat the address that something was for. */
const withoutPeople = (words: string) => words.replace(/[^\s<>"'()=,;:]+@[^\s<>"'(),;:]+/g, '[address]')

/** The same as text, for rows that keep why something failed. */
export function errorInWords(error: unknown): string {
  const { type, message, code, table, constraint, stack, cause } = loggedError(error)
  const where = [code, table, constraint].filter(Boolean).join(' ')
  return [
    `${type}: ${message}${where ? ` (${where})` : ''}`,
    stack,
    cause && `caused by ${cause.type}: ${cause.message}${cause.code ? ` (${cause.code})` : ''}`,
  ]
    .filter(Boolean)
    .join('\n')
}
