import { beforeAll, expect } from 'vitest'
import * as deletionPage from '#app/routes/account.data_.deletion.tsx'
import * as login from '#app/routes/login.tsx'
import { erasePersonHandler } from '#domain/leaving/jobs/erase-person.handler.ts'
import { sendMailHandler } from '#domain/notice/jobs/send-mail.handler.ts'
import type { JobContext } from '#platform/jobs.ts'
import type { Storage } from '#platform/storage.ts'
import { openFactors, password, type Factors } from './factors.ts'
import { useGround } from './ground.ts'
import { openVisit, type Visit } from './pages.ts'
import { newestMail } from './read-mail.ts'
import type { Wiring } from './wiring.ts'
import type { Person, World } from './world.ts'

type Filled = { wiring: Wiring; world: World; factors: Factors }

/** What tests of archives and deletions have in common. Call it at the top of a file; it is filled when the tests run. */
export function useLeaving() {
  const filled = useGround() as Filled
  beforeAll(async () => {
    filled.factors = await openFactors(filled.wiring, filled.world)
  })

  /** A browser in which the password was given, without a second step. */
  async function signIn(person: Person): Promise<Visit> {
    const visit = openVisit(filled.wiring)
    const reply = await visit.post(login, '/login', { email: person.email, password })
    expect(reply.location, reply.text).not.toContain('second-factor')
    return visit
  }
  const jobContext = (): JobContext => ({
    signal: new AbortController().signal,
    log: filled.wiring.needs.log,
    jobId: 'test',
    attempt: 1,
  })
  /** What a job has, with a storage that fails in part. */
  const workerNeeds = (storage: Partial<Storage> = {}) => ({
    ...filled.wiring.needs,
    asActor: filled.wiring.asWorker,
    storage: { ...filled.wiring.needs.storage, ...storage },
  })
  const mailsOf = (person: Person, type: string) =>
    filled.world.query<{ id: string; status: string }>(
      'select id, status from app.email_logs where recipient_email = $1 and email_type = $2',
      [person.email, type],
    )

  return Object.assign(filled, {
    signIn,
    jobContext,
    workerNeeds,
    mailsOf,
    async newcomer(name: string, role: 'customer' | 'creator' = 'customer') {
      const person = await filled.factors.person(name, role)
      return { person, visit: await signIn(person) }
    },
    /** Sends the person's mails of a kind; answers the newest that arrived. */
    async sendMails(person: Person, type: string) {
      for (const { id } of await mailsOf(person, type))
        await sendMailHandler(workerNeeds()).run({ emailId: id }, jobContext())
      return (await newestMail(person.email))!
    },
    askDeletion: (visit: Visit, confirmation: string) =>
      visit.post(deletionPage, '/account/data/deletion', { confirmation }),
    erase: ({ id }: Person, storage?: Partial<Storage>) =>
      erasePersonHandler(workerNeeds(storage)).run({ personId: id }, jobContext()),
    rowOf: async ({ id }: Person) =>
      (await filled.world.query<Record<string, unknown>>('select * from app.users where id = $1', [id]))[0]!,
  })
}
