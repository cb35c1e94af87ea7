import type { AsActor } from '#db/actor.ts'
import type { Needs } from '#platform/needs.ts'

/** What a job's handler is made from: the clients of its process and the door to the database. */
export type JobNeeds = Needs & { readonly asActor: AsActor }
