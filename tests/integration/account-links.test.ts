import { describe, expect, test } from 'vitest'
import { action as changeEmail } from '#app/routes/account.email.tsx'
import { action as login } from '#app/routes/login.tsx'
import { action as register } from '#app/routes/register.tsx'
import { action as reset, loader as resetPage } from '#app/routes/reset.tsx'
import { action as verify, loader as verifyPage } from '#app/routes/verify.tsx'
import { signInCookie } from '#app/http/session.server.ts'
import { sendMailHandler } from '#domain/notice/jobs/send-mail.handler.ts'
import type { JobContext } from '#platform/jobs.ts'
import { hashToken } from '#platform/token.ts'
import { cookieOf, formOf, formsOf } from '#tests/support/forms.ts'
import { leastTimes } from '#tests/support/least-times.ts'
import type { Person } from '#tests/support/world.ts'
import { useGround } from '#tests/support/ground.ts'

const ground = useGround()
const { contextFrom, get, post, whoIs } = formsOf(() => ground.wiring)
const password = 'seven quiet herons'
let people = 0

const newcomer = () => ({ fullName: 'Nora New', email: `nora${++people}@codex.test`, password })

async function known(): Promise<Person> {
  const person = await ground.world.person('Kim')
  await ground.world.setPassword(person, password)
  return person
}

const cookieFor = async ({ id, email, fullName }: Person) =>
  (
    await signInCookie(contextFrom('127.0.0.1'), new Request(ground.wiring.env.APP_URL), {
      ...{ id, email, fullName, role: 'customer', isVerified: true },
    })
  ).split(';')[0]!

/** The kinds of mail that are promised to an address, oldest first. */
const mailsTo = async (email: string) =>
  (
    await ground.world.query<{ email_type: string }>(
      'select email_type from app.email_logs where recipient_email = $1 order by created_at',
      [email],
    )
  ).map((row) => row.email_type)

/** Sends the newest mail of a kind as the worker does, and answers the path its link leads to. */
async function linkIn(email: string, type: string): Promise<string> {
  const [mail] = await ground.world.query<{ id: string }>(
    'select id from app.email_logs where recipient_email = $1 and email_type = $2 order by created_at desc limit 1',
    [email, type],
  )
  let text = ''
  const mailer = {
    close: () => {},
    send: (sent: { text: string }) => {
      text = sent.text
      return Promise.resolve({ providerMessageId: 'x' })
    },
  }
  const handler = sendMailHandler({ ...ground.wiring.needs, asActor: ground.wiring.asWorker, mailer })
  await handler.run({ emailId: mail!.id }, { log: ground.wiring.needs.log } as JobContext)
  const link = new URL(/http\S+[?]token=\S+/.exec(text)![0])
  expect(link.origin).toBe(new URL(ground.wiring.env.APP_URL).origin)
  return link.pathname + link.search
}

async function forgetMailsAskedFor(): Promise<void> {
  const { redis, env } = ground.wiring.needs
  const counted = await redis.keys(`${env.REDIS_PREFIX}:limit:mail*`)
  if (counted.length > 0) await redis.del(counted)
}

const outdate = (email: string) =>
  ground.world.query(
    "update app.account_tokens set expires_at = now() - interval '1 second' where email = $1",
    [email],
  )

describe('somebody who registers', () => {
  test('is asked to open the link in a mail, and is signed in by it in the browser they registered with', async () => {
    const person = newcomer()
    const reply = await post(register, '/register?redirectTo=%2Flibrary', formOf(person))
    expect(reply.status).toBe(200)
    expect(await mailsTo(person.email)).toEqual(['verify_email'])
    const link = await linkIn(person.email, 'verify_email')
    expect((await get(verifyPage, link)).text).toContain(person.email)
    const confirmed = await post(verify, link, formOf({}), { headers: { cookie: cookieOf(reply) } })
    expect(confirmed.headers.get('location')).toBe('/library')
    expect(await whoIs(cookieOf(confirmed))).toMatchObject({ email: person.email, isVerified: true })
    expect(await mailsTo(person.email)).toEqual(['verify_email', 'welcome'])
  })

  test('chooses a password where they open the link in another browser, and nothing that was set up before stays', async () => {
    const stranger = newcomer()
    const { email } = stranger
    await post(register, '/register', formOf(stranger))
    const theirs = cookieOf(await post(login, '/login', formOf({ email, password })))
    const id = (await whoIs(theirs))!.id
    // As it was possible once, and as a fault may make it possible again.
    await ground.world.query(
      `insert into app.passkeys (id, user_id, public_key, counter, device_type, is_backed_up, name) values ($1, $2, 'k', 0, 'singleDevice', false, 'p')`,
      [`pk-${id}`, id],
    )
    await ground.world.query(
      `insert into app.totp_factors (user_id, sealed_secret, confirmed_at) values ($1, 's', now())`,
      [id],
    )
    const link = await linkIn(email, 'verify_email')
    expect((await get(verifyPage, link)).text).toContain('choose')
    expect((await post(verify, link, formOf({}))).status).toBe(400)
    expect((await post(verify, link, formOf({ password: 'short' }))).status).toBe(400)
    const chosen = 'nine patient otters'
    const confirmed = await post(verify, link, formOf({ password: chosen }))
    expect(confirmed.headers.get('location')).toBe('/')
    expect(await whoIs(cookieOf(confirmed))).toMatchObject({ id, isVerified: true })
    expect(await whoIs(theirs)).toBeNull()
    expect((await post(login, '/login', formOf({ email, password }))).status).toBe(401)
    const again = await post(login, '/login', formOf({ email, password: chosen }))
    expect(await whoIs(cookieOf(again))).toMatchObject({ id })
    for (const table of ['passkeys', 'totp_factors', 'account_tokens'])
      expect(await ground.world.query(`select from app.${table} where user_id = $1`, [id]), table).toEqual([])
  })

  test('has the account who registered last, until somebody proves the address', async () => {
    const stranger = newcomer()
    const { email } = stranger
    await post(register, '/register', formOf(stranger))
    const theirs = cookieOf(await post(login, '/login', formOf({ email, password })))
    const own = 'nine patient otters'
    const reply = await post(
      register,
      '/register',
      formOf({ fullName: 'Nora Herself', email, password: own }),
    )
    expect(await whoIs(theirs)).toBeNull()
    expect((await post(login, '/login', formOf({ email, password }))).status).toBe(401)
    // The stranger registers once more: the link in the mailbox is theirs now, and signs in nobody with their password.
    await post(register, '/register', formOf(stranger))
    const link = await linkIn(email, 'verify_email')
    expect((await get(verifyPage, link, { cookie: cookieOf(reply) })).text).toContain('choose')
    await post(verify, link, formOf({ password: own }), { headers: { cookie: cookieOf(reply) } })
    expect((await post(login, '/login', formOf({ email, password }))).status).toBe(401)
    expect((await post(login, '/login', formOf({ email, password: own }))).status).toBe(302)
  })

  test('has nothing of before after a mailed reset, which proves the address too', async () => {
    const stranger = newcomer()
    const { email } = stranger
    await post(register, '/register', formOf(stranger))
    const id = (await whoIs(cookieOf(await post(login, '/login', formOf({ email, password })))))!.id
    await ground.world.query(
      `insert into app.totp_factors (user_id, sealed_secret, confirmed_at) values ($1, 's', now())`,
      [id],
    )
    await post(reset, '/reset', formOf({ email }))
    const own = 'nine patient otters'
    await post(reset, await linkIn(email, 'reset_password'), formOf({ password: own }))
    const signedIn = await post(login, '/login', formOf({ email, password: own }))
    expect(await whoIs(cookieOf(signedIn))).toMatchObject({ id, isVerified: true })
  })

  test('may sign in and look around before the address is confirmed', async () => {
    const person = newcomer()
    await post(register, '/register', formOf(person))
    const signedIn = await post(login, '/login', formOf({ email: person.email, password }))
    expect(await whoIs(cookieOf(signedIn))).toMatchObject({ email: person.email, isVerified: false })
  })

  test('is never sent to another site', async () => {
    const person = newcomer()
    const reply = await post(register, '/register?redirectTo=%2F%2Fevil.test', formOf(person))
    const link = await linkIn(person.email, 'verify_email')
    const confirmed = await post(verify, link, formOf({}), { headers: { cookie: cookieOf(reply) } })
    expect(confirmed.headers.get('location')).toBe('/')
  })

  test('keeps an address that is trimmed and lower-cased, and a password nobody can read', async () => {
    const person = newcomer()
    await post(register, '/register', formOf({ ...person, email: `  ${person.email.toUpperCase()} ` }))
    const [row] = await ground.world.query<{ password_hash: string }>(
      'select password_hash from app.users where email = $1',
      [person.email],
    )
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('with an address that has an account gets the same answer, changes nothing, and only the mailbox is told', async () => {
    const person = await known()
    const other = newcomer()
    const taken = await post(
      register,
      '/register',
      formOf({ ...other, email: person.email, password: 'other words here' }),
    )
    const fresh = await post(register, '/register', formOf(other))
    expect(taken.status).toBe(fresh.status)
    expect(taken.text.replace(person.email, '')).toBe(fresh.text.replace(other.email, ''))
    expect([...taken.headers.keys()]).toEqual([...fresh.headers.keys()])
    expect(await mailsTo(person.email)).toEqual(['already_registered'])
    expect(
      await ground.world.query('select full_name from app.users where email = $1', [person.email]),
    ).toEqual([{ full_name: 'Kim' }])
    expect((await post(login, '/login', formOf({ email: person.email, password }))).status).toBe(302)
  })

  test('takes as long with an address that has an account as with one that has none', async () => {
    const person = await known()
    const ask = async (email: string) => {
      await forgetMailsAskedFor()
      const from = `203.0.113.${people++ % 250}`
      await post(register, '/register', formOf({ ...newcomer(), email }), { from })
    }
    const { taken, free } = await leastTimes(7, {
      taken: () => ask(person.email),
      free: () => ask(`free${++people}@codex.test`),
    })
    expect(Math.max(taken, free) / Math.min(taken, free)).toBeLessThan(2.5)
  })

  test('cannot choose a password that everybody chooses, and does not get it back', async () => {
    for (const common of ['password1', 'Iloveyou1', 'qwertyuiop']) {
      const reply = await post(register, '/register', formOf({ ...newcomer(), password: common }))
      expect(reply.status, common).toBe(400)
      expect(reply.text).toContain('Many people use this password')
      expect(reply.text).not.toContain(common)
    }
    expect((await post(register, '/register', formOf({ ...newcomer(), password: 'short' }))).status).toBe(400)
  })

  test('may choose a password of 64 and more characters without rules about their kind', async () => {
    const person = { ...newcomer(), password: 'only small letters and spaces '.repeat(5).trim() }
    expect((await post(register, '/register', formOf(person))).status).toBe(200)
  })
})

describe('a link', () => {
  test('is kept by its hash: the row does not open it', async () => {
    const person = newcomer()
    await post(register, '/register', formOf(person))
    const [row] = await ground.world.query<{ id: string; token_hash: string }>(
      'select id, token_hash from app.account_tokens where email = $1',
      [person.email],
    )
    for (const guess of [row!.token_hash, row!.id])
      expect((await post(verify, `/verify?token=${guess}`, formOf({}))).status).toBe(400)
    const token = new URL(await linkIn(person.email, 'verify_email'), 'http://x').searchParams.get('token')!
    expect(hashToken(token)).toBe(row!.token_hash)
    expect(JSON.stringify(await ground.world.query('select * from app.email_logs'))).not.toContain(token)
  })

  test('works once', async () => {
    const person = newcomer()
    await post(register, '/register', formOf(person))
    const link = await linkIn(person.email, 'verify_email')
    const choice = formOf({ password: 'nine patient otters' })
    const both = await Promise.all([post(verify, link, choice), post(verify, link, choice)])
    expect(both.map(({ status }) => status).sort()).toEqual([302, 400])
  })

  test('does not work after its time, and not for another purpose', async () => {
    const person = newcomer()
    await post(register, '/register', formOf(person))
    const link = await linkIn(person.email, 'verify_email')
    const asReset = link.replace('/verify', '/reset')
    expect((await post(reset, asReset, formOf({ password: 'eight calm lions' }))).status).toBe(400)
    await outdate(person.email)
    expect((await get(verifyPage, link)).text).toContain('dead')
    expect((await post(verify, link, formOf({}))).status).toBe(400)
  })

  test('is not asked for too often', async () => {
    const answers = []
    for (let n = 0; n < 7; n++)
      answers.push((await post(reset, '/reset', formOf({ email: 'often@codex.test' }))).status)
    expect(answers).toEqual([200, 200, 200, 200, 200, 429, 429])
  })
})

describe('somebody who forgot their password', () => {
  test('chooses a new one behind a link, and every session of before is dead', async () => {
    const person = await known()
    const cookie = await cookieFor(person)
    expect(await whoIs(cookie)).toMatchObject({ id: person.id })
    expect((await post(reset, '/reset', formOf({ email: person.email }))).status).toBe(200)
    const link = await linkIn(person.email, 'reset_password')
    expect((await get(resetPage, link)).text).toContain('choose')
    const chosen = await post(reset, link, formOf({ password: 'eight calm lions' }))
    expect(chosen.headers.get('location')).toBe('/login?changed=')
    expect(await whoIs(cookie)).toBeNull()
    expect((await post(login, '/login', formOf({ email: person.email, password }))).status).toBe(401)
    expect(
      (await post(login, '/login', formOf({ email: person.email, password: 'eight calm lions' }))).status,
    ).toBe(302)
    expect(await mailsTo(person.email)).toEqual(['reset_password', 'password_changed'])
    expect((await post(reset, link, formOf({ password: 'nine calm lions' }))).status).toBe(400)
  })

  test('waits as long with an address that has an account as with one that has none', async () => {
    const person = await known()
    const ask = async (email: string) => {
      await forgetMailsAskedFor()
      await post(reset, '/reset', formOf({ email }), { from: `203.0.113.${people++ % 250}` })
    }
    const { there, nowhere } = await leastTimes(15, {
      there: () => ask(person.email),
      nowhere: () => ask(`nowhere${++people}@codex.test`),
    })
    expect(there / nowhere).toBeLessThan(1.35)
    expect(nowhere / there).toBeLessThan(1.35)
    expect(await ground.world.query("select from app.users where email like '%@'")).toEqual([])
  })

  test('keeps the link when the new password is refused', async () => {
    const person = await known()
    await post(reset, '/reset', formOf({ email: person.email }))
    const link = await linkIn(person.email, 'reset_password')
    expect((await post(reset, link, formOf({ password: 'password1' }))).status).toBe(400)
    expect((await post(reset, link, formOf({ password: 'eight calm lions' }))).status).toBe(302)
  })

  test('learns nothing about which addresses have an account', async () => {
    const person = await known()
    const [there, nowhere] = [
      await post(reset, '/reset', formOf({ email: person.email })),
      await post(reset, '/reset', formOf({ email: 'nobody-here@codex.test' })),
    ]
    expect(there.status).toBe(nowhere.status)
    expect(there.text.replace(person.email, '')).toBe(nowhere.text.replace('nobody-here@codex.test', ''))
    expect(await mailsTo('nobody-here@codex.test')).toEqual([])
  })

  test('gets a link to our own address whatever Host the request named', async () => {
    const person = await known()
    await post(reset, '/reset', formOf({ email: person.email }), {
      headers: { host: 'evil.test', 'x-forwarded-host': 'evil.test' },
    })
    await linkIn(person.email, 'reset_password')
  })
})

describe('somebody who moves to another address', () => {
  const ask = async (person: Person, email: string) =>
    post(changeEmail, '/account/email', formOf({ email, currentPassword: password }), {
      headers: { cookie: await cookieFor(person) },
    })

  test('has moved when both mailboxes have confirmed, in any order, and not before', async () => {
    for (const order of [
      ['change_email_old', 'change_email_new'],
      ['change_email_new', 'change_email_old'],
    ] as const) {
      const person = await known()
      const to = `moved${++people}@codex.test`
      expect((await ask(person, to)).status).toBe(200)
      const links = {
        change_email_old: await linkIn(person.email, 'change_email_old'),
        change_email_new: await linkIn(to, 'change_email_new'),
      }
      expect((await post(verify, links[order[0]], formOf({}))).text).toContain('half')
      expect((await post(login, '/login', formOf({ email: to, password }))).status).toBe(401)
      expect((await post(verify, links[order[1]], formOf({}))).text).toContain('done')
      expect((await post(login, '/login', formOf({ email: to, password }))).status).toBe(302)
      expect((await post(login, '/login', formOf({ email: person.email, password }))).status).toBe(401)
      expect(await mailsTo(person.email)).toEqual(['change_email_old', 'email_changed'])
    }
  })

  test('must know the password', async () => {
    const person = await known()
    const cookie = await cookieFor(person)
    const reply = await post(
      changeEmail,
      '/account/email',
      formOf({ email: 'thief@codex.test', currentPassword: 'not it at all' }),
      { headers: { cookie } },
    )
    expect(reply.status).toBe(400)
    expect(await mailsTo('thief@codex.test')).toEqual([])
  })

  test('does not learn that the new address is somebody else’s, and cannot take it', async () => {
    const [person, other] = [await known(), await known()]
    const reply = await ask(person, other.email)
    const free = await ask(await known(), 'free-to-take@codex.test')
    expect(reply.status).toBe(free.status)
    expect(await mailsTo(other.email)).toEqual([])
    const half = await post(verify, await linkIn(person.email, 'change_email_old'), formOf({}))
    expect(half.text).toContain('half')
  })

  test('keeps their address when somebody registers the new one meanwhile', async () => {
    const person = await known()
    const to = `meanwhile${++people}@codex.test`
    await ask(person, to)
    const [old, next] = [await linkIn(person.email, 'change_email_old'), await linkIn(to, 'change_email_new')]
    await post(verify, old, formOf({}))
    await post(register, '/register', formOf({ ...newcomer(), email: to }))
    expect((await post(verify, next, formOf({}))).status).toBe(409)
    expect((await post(login, '/login', formOf({ email: person.email, password }))).status).toBe(302)
  })
})
