import { pipeline, Readable } from 'node:stream'
import { createReadableStreamFromReadable } from '@remix-run/node'
import { stringify } from 'csv-stringify'
import type { AuditRow } from '#app/ui/audit/audit-table.tsx'
import { filterSearch, type AuditKey } from '#domain/audit/filter.ts'
import { findSubjects } from '#domain/audit/find-subjects.ts'
import { readLog } from '#domain/audit/read-log.ts'
import { auditFilterOf, logOf, readerOf, type AuditAsked } from './audit-page.server.ts'
import { auditRow } from './audit-rows.server.ts'
import { recordRead } from './record-read.server.ts'
import { attempt } from './refusal-response.server.ts'

/** How much one download holds, and how much of it is in memory at a time. */
const limits = { most: 100_000, pageSize: 1000 }

/**
 * A log as it is narrowed, as CSV (RFC 4180) that spreadsheets open: streamed page by page, newest first, and written down.
 * What does not fit says so in its last line.
 */
export async function answerAuditCsv(
  { who, ...asked }: AuditAsked,
  { most, pageSize } = limits,
): Promise<Response> {
  const filter = await auditFilterOf(asked.request)
  const { asActor, needs } = asked.context
  const log = await attempt(() => asActor(who.actor, (tx) => logOf(tx, who, filter), 'read'))
  const search = filterSearch(filter).toString()
  await recordRead(asked, who.session, {
    action: 'audit.export',
    organizationId: 'membership' in who ? who.membership.organization.id : null,
    detail: { filter: search },
  })
  const reader = readerOf(who)
  const isPlatform = reader.kind === 'platform'

  /** Every page is a transaction of its own: nothing stays open while somebody's line is slow. */
  const readPage = (after: AuditKey | undefined, limit: number) =>
    asActor(
      who.actor,
      async (tx) => {
        if (!log) return { rows: [], next: undefined }
        const { events, next } = await readLog(tx, { ...filter, ...log, after, before: undefined, limit })
        const subjects = await findSubjects(tx, events)
        return { rows: events.map((event) => ({ event, row: auditRow(event, subjects, reader) })), next }
      },
      'read',
    )

  async function* lines(): AsyncGenerator<(string | null)[]> {
    yield [...columns, ...(isPlatform ? platformColumns : [])]
    let left = most
    let after: AuditKey | undefined
    do {
      const { rows, next } = await readPage(after, Math.min(pageSize, left))
      for (const { event, row } of rows) {
        yield [
          ...cellsOf(row, event.action),
          ...(isPlatform ? [row.organization?.name ?? null, JSON.stringify(event.detail)] : []),
        ]
      }
      left -= rows.length
      after = next
    } while (after && left > 0)
    if (after)
      yield [
        `Only the newest ${most.toLocaleString('en')} events are here. Choose earlier days to download others.`,
      ]
  }

  const csv = pipeline(
    Readable.from(lines()),
    // Of line breaks it quotes none but those that end its own lines.
    stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows', quoted_match: /[\r\n]/ }),
    (error) => {
      // Whoever stops a download closes it early.
      if (error && (error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE')
        needs.log.error(
          { err: error, requestId: asked.context.requestId },
          'a download of the audit log broke off',
        )
    },
  )
  return new Response(createReadableStreamFromReadable(csv), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName(isPlatform ? 'platform' : reader.slug, needs.clock.now())}"`,
      'Cache-Control': 'private, no-store',
    },
  })
}

const columns = [
  ...['When (UTC)', 'Who', 'What', 'On what', 'Detail', 'Result', 'IP address', 'Browser', 'Action', 'Event'],
]
const platformColumns = ['Organization', 'Everything kept']

const cellsOf = (row: AuditRow, action: string): (string | null)[] => [
  row.moment,
  row.who,
  row.what,
  row.subject?.words ?? null,
  row.detail ?? null,
  row.result === 'success' ? 'Done' : 'Refused',
  row.ipAddress,
  row.browser,
  action,
  row.id,
]

const fileName = (whose: string, now: Date) => `audit-log-${whose}-${now.toISOString().slice(0, 10)}.csv`
