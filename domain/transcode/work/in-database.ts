import type { ActorTx } from '#db/actor.ts'
import type { JobNeeds } from '#domain/job-needs.ts'
import { patiently } from '#platform/patience.ts'

const patienceSeconds = 120

/** Writes of a job wait for a database that restarts. */
export const inDatabase = <T>(
  needs: JobNeeds,
  job: { readonly name: string },
  work: (tx: ActorTx) => Promise<T>,
): Promise<T> =>
  patiently(() => needs.asActor({ kind: 'system', job: job.name }, work), { forSeconds: patienceSeconds })

/** Whether a failure is storage's trouble rather than the film's. */
export const storageIsAway = (needs: JobNeeds): Promise<boolean> =>
  needs.storage.check().then(
    () => false,
    () => true,
  )
