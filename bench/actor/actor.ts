import { isDeepStrictEqual } from 'node:util'
import { asActor, openDatabase, type Database } from '#db/actor.ts'
import { cloneDatabase, startTestStack } from '#tests/support/stack.ts'
import pg from 'pg'
import { compare, median, millisecondsOf, type BenchOptions, type Row } from '../harness.ts'
import { questions, type Asker, type Question } from './questions.ts'
import { fillWorld, sizes } from './world.ts'

const askers = 50

/**
 * The product's common reads as the role and actor of a request, against the same reads by a role that row security does
 * not bind, in the same kind of transaction: there the filters written in each query do all the work.
 */
export async function benchActor({ rounds = 40, say }: BenchOptions): Promise<Row[]> {
  const { stack, stop } = await startTestStack()
  try {
    const { urls } = await cloneDatabase(stack)
    const admin = new pg.Client({ connectionString: urls.admin })
    await admin.connect()
    say(`actor: filling a database with ${sizes.posts} posts and ${sizes.purchases} purchases …`)
    await fillWorld(admin)
    const people = await findAskers(admin)
    await admin.end()
    return await measureQuestions(urls, people, rounds, say)
  } finally {
    await stop()
  }
}

async function measureQuestions(
  urls: { app: string; admin: string },
  people: Asker[],
  rounds: number,
  say: BenchOptions['say'],
): Promise<Row[]> {
  const bound = openDatabase({ connectionString: urls.app, max: 1 })
  const unbound = openDatabase({ connectionString: urls.admin, max: 1 })
  const rows: Row[] = []
  for (const question of questions) {
    say(`actor: ${question.name} …`)
    await mustAgree(question, people, bound, unbound)
    // The middle one of many: a question that the machine interrupted says nothing of the database.
    const askAll = (database: Database) => async () => {
      const times: number[] = []
      for (const asker of people) times.push(await millisecondsOf(() => put(question, asker, database)))
      return median(times)
    }
    rows.push(
      await compare({
        name: `actor: ${question.name}`,
        ours: 'as an actor, under row security',
        theirs: 'the filters of the query alone',
        unit: 'ms',
        target: { atMost: 1.3 },
        warmups: 3,
        rounds,
        measureOurs: askAll(bound),
        measureTheirs: askAll(unbound),
      }),
    )
  }
  await Promise.all([bound.close(), unbound.close()])
  return rows
}

const put = (question: Question, asker: Asker, database: Database) =>
  asActor(database, question.who(asker), (tx) => question.ask(tx, asker), 'read')

/** A comparison of two different answers, or of two empty ones, would say nothing. */
async function mustAgree(
  question: Question,
  people: Asker[],
  bound: Database,
  unbound: Database,
): Promise<void> {
  for (const asker of people) {
    const ours = await put(question, asker, bound)
    if (!isDeepStrictEqual(ours, await put(question, asker, unbound)))
      throw new Error(`"${question.name}" gives two answers`)
    if (ours === undefined || (Array.isArray(ours) && ours.length === 0))
      throw new Error(`"${question.name}" finds nothing`)
  }
}

async function findAskers(admin: pg.Client): Promise<Asker[]> {
  const { rows } = await admin.query<Asker>(
    `select m.user_id as "creatorId", o.id as "organizationId", o.slug, post.slug as "postSlug",
       (extract(epoch from post.published_at) * 1000000)::bigint || '_' || post.id as cursor,
       (select p.customer_id from app.purchases p where p.organization_id = o.id order by p.created_at limit 1) as "customerId"
     from app.organizations o
       join app.organization_memberships m on m.organization_id = o.id and m.role = 'owner'
       cross join lateral (
         select c.id, c.slug, c.published_at from app.content c
         where c.organization_id = o.id and c.status = 'published' and c.visibility = 'public'
         order by c.published_at desc offset 100 limit 1) post
     order by o.slug limit $1`,
    [askers],
  )
  return rows
}
