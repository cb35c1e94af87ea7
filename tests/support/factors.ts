import { generate } from 'otplib'
import { expect } from 'vitest'
import { hashPassword } from '#domain/account/passwords.ts'
import { findVisitor } from '#app/http/guards.server.ts'
import * as passkeyOptions from '#app/routes/account.passkey-options.ts'
import * as security from '#app/routes/account.security.tsx'
import * as authenticator from '#app/routes/account.security_.authenticator.tsx'
import * as recoveryCodes from '#app/routes/account.security_.recovery-codes.tsx'
import * as login from '#app/routes/login.tsx'
import { softPasskey, type SoftPasskey } from './passkey.ts'
import { openVisit, type Visit } from './pages.ts'
import type { Wiring } from './wiring.ts'
import type { Person, World } from './world.ts'

export const password = 'a long enough secret'

/** Time that stands still until a test moves it: a code belongs to half a minute. */
export function openClock() {
  let at = Date.now()
  return {
    now: () => new Date(at),
    forward: (seconds: number) => (at += seconds * 1000),
    code: (secret: string) => generate({ secret, epoch: Math.floor(at / 1000) }),
  }
}
export type TestClock = ReturnType<typeof openClock>

/** Somebody who signs in and sets factors up, as a browser does it. */
export async function openFactors(wiring: Wiring, world: World) {
  const passwordHash = await hashPassword(password)
  return {
    async person(name: string, role: 'customer' | 'creator' | 'platform_owner' = 'customer') {
      const person = await world.person(name, role)
      await world.query('update app.users set password_hash = $2 where id = $1', [person.id, passwordHash])
      return person
    },

    /** A browser in which the password was given. */
    async signIn(person: Person, clock: TestClock, from?: string, redirectTo = '/library'): Promise<Visit> {
      const visit = openVisit(wiring, { now: clock.now, ...(from && { from }) })
      const search = new URLSearchParams({ redirectTo })
      const reply = await visit.post(login, `/login?${search}`, { email: person.email, password })
      expect(reply.status, reply.text).toBe(302)
      return visit
    },

    /** Sets an authenticator app up; answers its secret. */
    async enrolTotp(visit: Visit, clock: TestClock): Promise<string> {
      await visit.post(security, '/account/security', { intent: 'begin_totp' })
      const shown = await visit.get(authenticator, '/account/security/authenticator')
      const { secret } = shown.data as { secret: string }
      const reply = await visit.post(authenticator, '/account/security/authenticator', {
        code: await clock.code(secret),
      })
      expect(reply.status, reply.text).toBe(302)
      return secret
    },

    /** The session of a browser, as its next request finds it. */
    sessionOf: async (visit: Visit) =>
      (await findVisitor({ request: visit.requestTo('/'), context: visit.context })).session,

    /** As if a person had proved who they are so long ago, and no cache knew better. */
    async age({ id }: Person, minutes = 11): Promise<void> {
      await world.query(
        'update app.sessions set authenticated_at = now() - make_interval(mins => $2) where user_id = $1',
        [id, minutes],
      )
      const keys = await wiring.needs.redis.keys(`${wiring.env.REDIS_PREFIX}:session:*`)
      if (keys.length > 0) await wiring.needs.redis.del(keys)
    },

    async recoveryCodes(visit: Visit): Promise<string[]> {
      const reply = await visit.post(recoveryCodes, '/account/security/recovery-codes', {})
      return (reply.data as { codes: string[] }).codes
    },

    /** What a passkey is asked with for this purpose. */
    async asked(visit: Visit, purpose: string) {
      const reply = await visit.postJson(passkeyOptions, '/account/passkey-options', { for: purpose })
      expect(reply.status, reply.text).toBe(200)
      const { challenge, allowCredentials } = JSON.parse(reply.text) as {
        challenge: string
        allowCredentials?: { id: string }[]
      }
      const { origin, hostname } = new URL(wiring.env.APP_URL)
      return { challenge, origin, rpId: hostname, allowed: allowCredentials?.map(({ id }) => id) }
    },

    async enrolPasskey(visit: Visit, person: Person, name = 'Phone'): Promise<SoftPasskey> {
      const passkey = softPasskey(person.id)
      const credential = passkey.made(await this.asked(visit, 'add'))
      const reply = await visit.post(security, '/account/security', {
        intent: 'add_passkey',
        name,
        credential,
      })
      expect(reply.data, reply.text).toEqual({ added: true })
      return passkey
    },
  }
}
export type Factors = Awaited<ReturnType<typeof openFactors>>
