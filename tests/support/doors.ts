import { afterAll, beforeAll, beforeEach } from 'vitest'
import { openClock, openFactors, type Factors, type TestClock } from './factors.ts'
import { wire, type Wiring } from './wiring.ts'
import { openWorld, type World } from './world.ts'

/** What tests of signing in stand on, made before the first of a file and taken down after the last; a clock for each test. */
export type Doors = {
  wiring: Wiring
  world: World
  factors: Factors
  clock: TestClock
}

/** Call it at the top of a file; what it answers is filled when the tests run. */
export function useDoors(): Doors {
  const doors = {} as Doors
  beforeAll(async () => {
    doors.wiring = await wire()
    doors.world = await openWorld(doors.wiring.database)
    doors.factors = await openFactors(doors.wiring, doors.world)
  })
  beforeEach(() => {
    doors.clock = openClock()
  })
  afterAll(async () => {
    await doors.world.close()
    await doors.wiring.close()
  })
  return doors
}
