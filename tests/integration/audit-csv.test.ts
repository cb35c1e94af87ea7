import type { LoaderFunctionArgs } from '@remix-run/node'
import { beforeEach, expect, test } from 'vitest'
import { answerAuditCsv } from '#app/http/audit-csv.server.ts'
import { requirePermission } from '#app/http/guards.server.ts'
import { loader as platformExport } from '#app/routes/platform.audit.export.ts'
import { loader as studioExport } from '#app/routes/studio.$org.audit.export.ts'
import { routesOf } from '#tests/support/ask.ts'
import type { Organization, Person } from '#tests/support/world.ts'
import { useGround } from '#tests/support/ground.ts'

const ground = useGround()
let organization: Organization
let owner: Person

beforeEach(async () => {
  owner = await ground.world.person('Olga', 'creator')
  organization = await ground.world.organization(owner)
})

const lay = (title: string, given: { by?: Person; action?: string; minute?: number } = {}) =>
  ground.world.query(
    `insert into app.audit_events (user_id, organization_id, action, subject_type, detail, ip_address, user_agent, created_at)
     values ($1, $2, $3, 'content', $4, '192.0.2.77', 'Test', '2026-03-01T12:00:00Z'::timestamptz + make_interval(mins => $5))`,
    [
      (given.by ?? owner).id,
      organization.id,
      given.action ?? 'content.publish',
      { title },
      given.minute ?? 0,
    ],
  )

type Handle = (args: LoaderFunctionArgs) => Promise<Response>
const ask = (search = '', who = owner, handle: Handle = studioExport) =>
  routesOf(ground.wiring).ask(handle as never, `/x${search}`, { org: organization.slug }, who)

/** The text with its byte order mark, which `text()` would take away. */
const textOf = async (answer: Response) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer())

/** The lines of a CSV whose cells hold no line breaks. */
const linesOf = async (answer: Response) => (await textOf(answer)).split('\r\n').filter(Boolean)
const head = '\ufeffWhen (UTC),Who,What,On what,Detail,Result,IP address,Browser,Action,Event'

test('what the log is narrowed to is downloaded, under a name that says whose it is', async () => {
  await lay('A film')
  await lay('Another', { action: 'content.archive' })
  const answer = await ask('?action=content.publish')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toMatch(
    new RegExp(`^attachment; filename="audit-log-${organization.slug}-\\d{4}-\\d{2}-\\d{2}\\.csv"$`),
  )
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  const lines = await linesOf(answer)
  expect(lines[0]).toBe(head)
  expect(lines).toHaveLength(2)
  expect(lines[1]).toMatch(
    /^2026-03-01T12:00:00\.000000Z,Olga,Published a post,A film,,Done,192\.0\.2\.77,An unknown browser,content\.publish,[0-9a-f-]{36}$/,
  )
})

test('a download is kept in the log, with what it was narrowed to', async () => {
  await ask('?result=refused&action=')
  expect(
    await ground.world.query(
      'select user_id, detail from app.audit_events where organization_id = $1 and action = $2',
      [organization.id, 'audit.export'],
    ),
  ).toEqual([{ user_id: owner.id, detail: { filter: 'result=refused' } }])
})

test.each([
  ['=HYPERLINK("http://evil.test","A film")', `"'=HYPERLINK(""http://evil.test"",""A film"")"`],
  ['+1', `'+1`],
  ['-1+2', `'-1+2`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `'\t=1`],
  ['＝1', `'＝1`],
])('no spreadsheet takes a title for a formula: %s', async (title, cell) => {
  await lay(title)
  const [, line] = await linesOf(await ask('?action=content.publish'))
  expect(line).toContain(`,Published a post,${cell},,Done,`)
})

test('a name that is a formula is none either', async () => {
  const sly = await ground.world.person('=1+1', 'creator')
  await ground.world.join(organization, sly, 'creator')
  await lay('A film', { by: sly })
  expect((await linesOf(await ask('?action=content.publish')))[1]).toContain(`Z,'=1+1,Published a post,`)
})

test.each([
  ['commas, and "quotes"', '"commas, and ""quotes"""'],
  ['two\nlines', '"two\nlines"'],
  ['two\rlines', '"two\rlines"'],
  ['two\r\nlines', '"two\r\nlines"'],
  ['Grüße; 你好', 'Grüße; 你好'],
])('separators, quotes and line breaks stay inside of their cell: %j', async (title, cell) => {
  await lay(title)
  expect(await (await ask()).text()).toContain(`,Published a post,${cell},,Done,`)
})

test('a long log comes page by page, whole and in order, and says where it was cut', async () => {
  for (let minute = 0; minute < 25; minute++) await lay(`Film ${minute}`, { minute })
  const download = async (limits: { most: number; pageSize: number }) => {
    const handle = async (asked: LoaderFunctionArgs) => {
      const who = await requirePermission(asked, organization.slug, 'audit.view')
      return answerAuditCsv({ ...asked, who }, limits)
    }
    const lines = await linesOf(await ask('?action=content.publish', owner, handle))
    return lines.slice(1).map((line) => /Film \d+|Only.*/.exec(line)![0])
  }
  const films = Array.from({ length: 25 }, (_, n) => `Film ${24 - n}`)
  expect(await download({ most: 100, pageSize: 4 })).toEqual(films)
  expect(await download({ most: 25, pageSize: 10 })).toEqual(films)
  expect(await download({ most: 7, pageSize: 4 })).toEqual([
    ...films.slice(0, 7),
    'Only the newest 7 events are here. Choose earlier days to download others.',
  ])
})

test('who stops a download stops the reading of it', async () => {
  for (let minute = 0; minute < 60; minute++) await lay(`Film ${minute}`, { minute })
  let pages = 0
  const handle = async (asked: LoaderFunctionArgs) => {
    const who = await requirePermission(asked, organization.slug, 'audit.view')
    const asActor: typeof ground.wiring.asActor = (actor, work, mode) => {
      pages++
      return ground.wiring.asActor(actor, work, mode)
    }
    const context = { ...asked.context, asActor }
    return answerAuditCsv({ ...asked, context, who }, { most: 100_000, pageSize: 1 })
  }
  const answer = await ask('', owner, handle)
  const reader = answer.body!.getReader()
  await reader.read()
  await reader.cancel()
  expect(pages).toBeLessThan(60)
})

test('a customer’s name is in no download of an organization, and in the platform’s', async () => {
  const customer = await ground.world.person('Bea')
  await lay('A film', { by: customer, action: 'content.download' })
  const platformOwner = await ground.world.person('Paula', 'platform_owner')
  const own = await (await ask()).text()
  expect(own).toContain(',A customer,Downloaded a post,A film,')
  expect(own).not.toMatch(/Bea|192\.0\.2\.77/)
  const whole = await (await ask(`?organization=${organization.slug}`, platformOwner, platformExport)).text()
  expect(whole).toMatch(
    /,Bea,Downloaded a post,A film,,Done,192\.0\.2\.77,.*,Studio,"\{""title"": ?""A film""\}"/,
  )
})

test('the download is for who may read the log', async () => {
  const creator = await ground.world.person('Cora', 'creator')
  await ground.world.join(organization, creator, 'creator')
  for (const [who, handle] of [
    [creator, studioExport],
    [owner, platformExport],
  ] as const)
    await expect(ask('', who, handle)).rejects.toMatchObject({ init: { status: 404 } })
})
