import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { action as answerLink, loader as linkPage } from '#app/routes/invite.$token.tsx'
import { action as peopleAction } from '#app/routes/studio.$org.people._index.tsx'
import { draftMail, renderMail } from '#domain/notice/compose-mail.tsx'
import { acceptInvitation, declineInvitation } from '#domain/organization/answer-invitation.ts'
import type { GivenRole } from '#domain/organization/change.ts'
import { findInvitation, listInvitations } from '#domain/organization/invitation-queries.ts'
import { invitationToken } from '#domain/organization/invitation-token.ts'
import { invitePeople } from '#domain/organization/invite-people.ts'
import { listMemberships } from '#domain/organization/queries.ts'
import { resendInvitation } from '#domain/organization/resend-invitation.ts'
import { revokeInvitation } from '#domain/organization/revoke-invitation.ts'
import type { ActorTx } from '#db/actor.ts'
import { routesOf } from '#tests/support/ask.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type World } from '#tests/support/world.ts'

let wiring: Wiring
let world: World
let owner: Person
let admin: Person
let organization: Organization
let newcomer: Person

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  owner = await world.person('Olga', 'creator')
  admin = await world.person('Ada', 'creator')
  organization = await world.organization(owner, { name: 'Stillwater' })
  await world.join(organization, admin, 'admin')
})
beforeEach(async () => {
  newcomer = await world.person('Nora')
})
afterAll(async () => {
  await world.close()
  await wiring.close()
})

const origin = { ipAddress: '203.0.113.9', userAgent: 'test' }
const creator: GivenRole = { role: 'creator', customRoleId: null }
const secret = () => wiring.env.SESSION_SECRET
const change = () => ({ organizationId: organization.id, origin })
const by = <T>(person: Person, work: (tx: ActorTx) => Promise<T>) => wiring.asActor(person.actor, work)
const invite = (who: Person, addresses: string[], role: GivenRole = creator) =>
  by(who, (tx) => invitePeople(tx, change(), { addresses, secret: secret(), ...role }))
const accept = (who: Person, token: string) => by(who, (tx) => acceptInvitation(tx, token, origin))

type Row = { id: string; times_sent: number }
/** The invitation of an address, and the token in the newest mail about it. */
async function sentTo(email: string): Promise<Row & { token: string }> {
  const [row] = await world.query<Row>(
    'select id, times_sent from app.organization_invitations where email = $1 order by created_at desc limit 1',
    [email],
  )
  return { ...row!, token: invitationToken(secret(), row!.id, row!.times_sent) }
}
const membershipOf = async (person: Person) =>
  (await by(person, (tx) => listMemberships(tx, person.id))).find(
    (one) => one.organization.id === organization.id,
  )
const mailsTo = (email: string) =>
  world.query<{ id: string }>(
    "select * from app.email_logs where recipient_email = $1 and email_type = 'invitation'",
    [email],
  )
const resend = async (who: Person, id: string) =>
  by(who, (tx) => resendInvitation(tx, change(), { invitationId: id, secret: secret() }))

describe('the link of an invitation', () => {
  const asked = (token: string, fields: Record<string, string>, who: Person | null = null) =>
    routesOf(wiring).ask(answerLink as never, `/invite/${token}`, { token }, who, {
      method: 'POST',
      body: new URLSearchParams(fields),
    }) as Promise<Response | { init?: { status?: number } }>
  const registering = { intent: 'register', fullName: 'Nora New', password: 'seven quiet herons' }
  const statusOf = (answer: Response | { init?: { status?: number } }) =>
    answer instanceof Response ? answer.status : (answer.init?.status ?? 200)

  test('opens an account whose address is proved, and joins at once: the mailbox was asked already', async () => {
    const email = 'by-link@codex.test'
    await invite(owner, [email])
    const { token } = await sentTo(email)
    const answer = (await asked(token, registering)) as Response
    expect(answer.headers.get('location')).toBe(`/studio/${organization.slug}`)
    const [row] = await world.query<{ proved: boolean; role: string }>(
      `select u.email_verified_at is not null as proved, m.role from app.users u
       join app.organization_memberships m on m.user_id = u.id where u.email = $1`,
      [email],
    )
    expect(row).toEqual({ proved: true, role: 'creator' })
    expect(statusOf(await asked(token, registering))).toBe(409)
  })

  test('takes over an account that a stranger set up for the address, with nothing of theirs', async () => {
    const stranger = await world.unproved('Mallory')
    const cookie = await routesOf(wiring).cookieOf(stranger)
    await invite(owner, [stranger.email])
    const { token } = await sentTo(stranger.email)
    await asked(token, registering)
    const sessions = await world.query<{ id: string }>('select id from app.sessions where user_id = $1', [
      stranger.id,
    ])
    expect(sessions.length).toBe(1)
    const page = await routesOf(wiring).ask(linkPage as never, `/invite/${token}`, { token }, null, {
      headers: { cookie },
    })
    expect(JSON.stringify(page)).not.toContain('"signedInAs":"mallory')
  })

  test('opens no second account for an address that somebody has proved', async () => {
    await invite(owner, [newcomer.email])
    const { token } = await sentTo(newcomer.email)
    expect(statusOf(await asked(token, registering))).toBe(409)
    expect(await membershipOf(newcomer)).toBeUndefined()
  })

  test('proves the address of whoever accepts it, signed in with that address', async () => {
    const person = await world.unproved('Nell')
    await invite(owner, [person.email])
    const { token } = await sentTo(person.email)
    expect(statusOf(await asked(token, { intent: 'accept' }, person))).toBe(302)
    expect(await membershipOf(person)).toMatchObject({ role: 'creator' })
  })
})

describe('an invitation', () => {
  test('makes the person who was invited what they were invited as, and all of it is written down', async () => {
    await invite(admin, [newcomer.email])
    const { id, token } = await sentTo(newcomer.email)
    await accept(newcomer, token)
    expect(await membershipOf(newcomer)).toMatchObject({
      role: 'creator',
      permissions: ['content.create', 'content.publish', 'media.upload'],
    })
    expect(await world.query('select role from app.users where id = $1', [newcomer.id])).toEqual([
      { role: 'creator' },
    ])
    expect(
      await world.query(
        'select user_id, action, host(ip_address::inet) as ip from app.audit_events where subject_id = $1 order by created_at',
        [id],
      ),
    ).toEqual([
      { user_id: admin.id, action: 'organization.invite', ip: origin.ipAddress },
      { user_id: newcomer.id, action: 'organization.invitation_accept', ip: origin.ipAddress },
    ])
  })

  test('comes by a mail that names who invites, to what, as what, until when, and holds the link', async () => {
    const [invited] = await invite(admin, [newcomer.email])
    const [row] = await world.query<never>(
      'select id, recipient_email as "recipientEmail", user_id as "userId", email_type as "emailType", about, attempts from app.email_logs where id = $1',
      [invited!.emailId],
    )
    const stationery = { appUrl: wiring.env.APP_URL, linkSecret: secret() }
    const draft = await wiring.asWorker({ kind: 'system', job: 'test' }, (tx) =>
      draftMail(tx, row!, stationery),
    )
    const mail = await renderMail(draft)
    const { token } = await sentTo(newcomer.email)
    expect(mail.subject).toBe('Ada invites you to Stillwater')
    for (const written of [mail.html, mail.text])
      for (const fact of [
        'Stillwater',
        'Ada',
        'creator',
        newcomer.email,
        `${wiring.env.APP_URL}/invite/${token}`,
      ])
        expect(written).toContain(fact)
  })

  test('is for one address: another person is refused, and it stays open', async () => {
    const other = await world.person('Otto')
    await invite(admin, [newcomer.email])
    const { token } = await sentTo(newcomer.email)
    await expect(accept(other, token)).rejects.toMatchObject({ kind: 'forbidden', reason: 'other_address' })
    expect(await membershipOf(other)).toBeUndefined()
    await accept(newcomer, token)
  })

  test('works once, also when it is accepted twice at the same moment', async () => {
    await invite(admin, [newcomer.email])
    const { token } = await sentTo(newcomer.email)
    const answers = await Promise.allSettled([accept(newcomer, token), accept(newcomer, token)])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(accept(newcomer, token)).rejects.toMatchObject({
      kind: 'conflict',
      reason: 'invitation_accepted',
    })
  })

  test('that is sent again has a link of its own, and the old one is dead', async () => {
    await invite(admin, [newcomer.email])
    const first = await sentTo(newcomer.email)
    await resend(admin, first.id)
    const second = await sentTo(newcomer.email)
    expect(second.token).not.toBe(first.token)
    await expect(accept(newcomer, first.token)).rejects.toMatchObject({ kind: 'not_found' })
    await accept(newcomer, second.token)
    expect(await mailsTo(newcomer.email)).toHaveLength(2)
  })

  test('that two people send again at the same moment is sent once', async () => {
    await invite(admin, [newcomer.email])
    const { id } = await sentTo(newcomer.email)
    const answers = await Promise.allSettled([resend(admin, id), resend(owner, id)])
    const sent = answers.filter(({ status }) => status === 'fulfilled').length
    expect(await mailsTo(newcomer.email)).toHaveLength(1 + sent)
    expect(await sentTo(newcomer.email)).toMatchObject({ times_sent: 1 + sent })
  })

  test('runs out after a week; then it can be sent again, or another one takes its place', async () => {
    await invite(admin, [newcomer.email])
    const first = await sentTo(newcomer.email)
    const runOut = () =>
      world.query(
        "update app.organization_invitations set expires_at = now() - interval '1 second' where email = $1",
        [newcomer.email],
      )
    const [row] = await world.query<{ days: number }>(
      'select extract(days from expires_at - created_at)::int as days from app.organization_invitations where id = $1',
      [first.id],
    )
    expect(row).toEqual({ days: 7 })
    await runOut()
    await expect(accept(newcomer, first.token)).rejects.toMatchObject({ reason: 'invitation_expired' })
    await resend(admin, first.id)
    await runOut()
    expect(await invite(admin, [newcomer.email])).toMatchObject([{ outcome: 'invited' }])
    await accept(newcomer, (await sentTo(newcomer.email)).token)
  })

  test('that was taken back or declined works no more, and says which', async () => {
    await invite(admin, [newcomer.email])
    const first = await sentTo(newcomer.email)
    await by(admin, (tx) => revokeInvitation(tx, change(), first.id))
    await expect(accept(newcomer, first.token)).rejects.toMatchObject({ reason: 'invitation_revoked' })
    await expect(resend(admin, first.id)).rejects.toMatchObject({ reason: 'invitation_not_open' })

    await invite(admin, [newcomer.email])
    const second = await sentTo(newcomer.email)
    await wiring.asActor({ kind: 'guest' }, (tx) => declineInvitation(tx, second.token, change().origin))
    await expect(accept(newcomer, second.token)).rejects.toMatchObject({ reason: 'invitation_declined' })
    const states = (await by(owner, (tx) => listInvitations(tx, organization.id)))
      .filter(({ email }) => email === newcomer.email)
      .map(({ state }) => state)
    expect(states.sort()).toEqual(['declined', 'revoked'])
  })

  test('changes nothing for somebody who works there already, least of all for the owner', async () => {
    await world.query("update app.users set email = 'olga-new@codex.test' where id = $1", [owner.id])
    const before = owner.email
    await invite(admin, [before])
    await world.query('update app.users set email = $2 where id = $1', [owner.id, before])
    await accept(owner, (await sentTo(before)).token)
    expect(await membershipOf(owner)).toMatchObject({ role: 'owner' })
  })

  test('to a role is given by who may give it: admins by the owner only', async () => {
    const asAdmin: GivenRole = { role: 'admin', customRoleId: null }
    await expect(invite(admin, [newcomer.email], asAdmin)).rejects.toMatchObject({
      kind: 'forbidden',
      reason: 'only_owner_makes_admins',
    })
    await invite(owner, [newcomer.email], asAdmin)
    const { id } = await sentTo(newcomer.email)
    await expect(resend(admin, id)).rejects.toMatchObject({ reason: 'only_owner_makes_admins' })
    await expect(by(admin, (tx) => revokeInvitation(tx, change(), id))).rejects.toMatchObject({
      kind: 'forbidden',
    })
  })

  test('is nothing to other organizations: they neither see, send nor take it back', async () => {
    const rival = await world.person('Rita', 'creator')
    const other = await world.organization(rival, { name: 'Rival' })
    await invite(admin, [newcomer.email])
    const { id } = await sentTo(newcomer.email)
    expect(await by(rival, (tx) => listInvitations(tx, organization.id))).toEqual([])
    await expect(invite(rival, ['x@codex.test'])).rejects.toMatchObject({ kind: 'not_found' })
    for (const of of [organization.id, other.id]) {
      await expect(
        by(rival, (tx) =>
          resendInvitation(tx, { organizationId: of, origin }, { invitationId: id, secret: secret() }),
        ),
      ).rejects.toMatchObject({ kind: 'not_found' })
      await expect(
        by(rival, (tx) => revokeInvitation(tx, { organizationId: of, origin }, id)),
      ).rejects.toMatchObject({ kind: 'not_found' })
    }
  })
})

describe('many at once', () => {
  test('are invited, and members and open invitations are said and get no second mail', async () => {
    const others = ['b', 'c'].map((name) => `${name}-${newcomer.email}`)
    await invite(admin, [newcomer.email])
    const outcomes = await invite(admin, [admin.email, newcomer.email, ...others])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['member', 'open', 'invited', 'invited'])
    expect(await mailsTo(newcomer.email)).toHaveLength(1)
    expect(await mailsTo(admin.email)).toHaveLength(0)
  })

  test('with one that is no address nobody is invited, each bad line is named, and what was typed is kept', async () => {
    const emails = `${newcomer.email}\nnobody\n, also nobody`
    const answer = await send(admin, { intent: 'invite', emails, role: 'creator' })
    expect(answer).toMatchObject({
      init: { status: 400 },
      data: {
        lastResult: {
          initialValue: { emails },
          error: {
            emails: [
              'Line 2: “nobody” is not an e-mail address.',
              'Line 3: “also nobody” is not an e-mail address.',
            ],
          },
        },
      },
    })
    expect(await mailsTo(newcomer.email)).toEqual([])
  })

  test('are at most a hundred, and a limit for the organization holds over all of them', async () => {
    const list = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => `p${from + at}@many.test`).join(', ')
    const inviteList = (emails: string) => send(admin, { intent: 'invite', emails, role: 'member' })
    expect(await inviteList(list(0, 101))).toMatchObject({ init: { status: 400 } })
    for (let round = 0; round < 5; round++)
      expect(await inviteList(list(round * 99, 99))).toMatchObject({ data: { invited: expect.any(Array) } })
    expect(await inviteList(list(600, 99))).toMatchObject({ init: { status: 429 } })
  })
})

/** Posts to the people's page, as a browser does. */
const send = (who: Person, fields: Record<string, string>) =>
  routesOf(wiring).ask(peopleAction as never, '/x', { org: organization.slug }, who, {
    method: 'POST',
    body: new URLSearchParams(fields),
  }) as Promise<unknown>

describe('the page of a link', () => {
  const page = (token: string, who: Person | null) =>
    routesOf(wiring).ask(linkPage as never, `/invite/${token}`, { token }, who) as Promise<unknown>

  test('says who invites whom to what as what, and who is looking', async () => {
    await invite(admin, [newcomer.email])
    const { token } = await sentTo(newcomer.email)
    const told = {
      organizationName: 'Stillwater',
      inviterName: 'Ada',
      email: newcomer.email,
      role: 'creator',
      state: 'open',
    }
    expect(await page(token, null)).toMatchObject({ data: { invitation: told, signedInAs: undefined } })
    expect(await page(token, admin)).toMatchObject({ data: { signedInAs: admin.email } })
  })

  test('of a link that invites to nothing is not found', async () => {
    expect(await page('nonsense', null)).toMatchObject({ init: { status: 404 } })
  })

  test('leads who accepts into the studio, with the cookie they had before', async () => {
    await invite(admin, [newcomer.email])
    const { token } = await sentTo(newcomer.email)
    const routes = routesOf(wiring)
    await routes.cookieOf(newcomer)
    const answer = await routes.ask(answerLink as never, `/invite/${token}`, { token }, newcomer, {
      method: 'POST',
      body: new URLSearchParams({ intent: 'accept' }),
    })
    expect(answer.headers.get('location')).toBe(`/studio/${organization.slug}`)
    const invited = await wiring.asActor({ kind: 'guest' }, (tx) => findInvitation(tx, token), 'read')
    expect(invited).toMatchObject({ state: 'accepted' })
  })
})
