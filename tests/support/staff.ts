import { beforeEach } from 'vitest'
import type { ActorTx } from '#db/actor.ts'
import { useGround } from './ground.ts'
import type { Wiring } from './wiring.ts'
import type { Organization, Person, World } from './world.ts'

/** An organization with somebody of every role, new for each test of a file. */
export type Staff = {
  wiring: Wiring
  world: World
  organization: Organization
  owner: Person
  admin: Person
  creator: Person
  member: Person
  /** What a change of its people is recorded with; `of` is another organization. */
  change(of?: Organization): { organizationId: string; origin: { ipAddress: string; userAgent: string } }
  /** Does something in the database as this person. */
  by<T>(person: Person, work: (tx: ActorTx) => Promise<T>): Promise<T>
}

/** Call it at the top of a file; what it answers is filled when the tests run. */
export function useStaff(): Staff {
  const staff = useGround() as Staff
  staff.change = (of = staff.organization) => ({
    organizationId: of.id,
    origin: { ipAddress: '203.0.113.9', userAgent: 'test' },
  })
  staff.by = (person, work) => staff.wiring.asActor(person.actor, work)
  beforeEach(async () => {
    const { world } = staff
    staff.owner = await world.person('Olga', 'creator')
    staff.admin = await world.person('Ada', 'creator')
    staff.creator = await world.person('Cleo', 'creator')
    staff.member = await world.person('Mia')
    staff.organization = await world.organization(staff.owner)
    await world.join(staff.organization, staff.admin, 'admin')
    await world.join(staff.organization, staff.creator, 'creator')
    await world.join(staff.organization, staff.member, 'member')
  })
  return staff
}
