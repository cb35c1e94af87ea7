import { afterAll, beforeAll } from 'vitest'
import { wire, type Wiring } from './wiring.ts'
import { openWorld, type World } from './world.ts'

/** A database of its own with clients on the real parts. Call it at the top of a file; it is filled when the tests run. */
export function useGround(): { wiring: Wiring; world: World } {
  const ground = {} as { wiring: Wiring; world: World }
  beforeAll(async () => {
    ground.wiring = await wire()
    ground.world = await openWorld(ground.wiring.database)
  })
  afterAll(async () => {
    await ground.world.close()
    await ground.wiring.close()
  })
  return ground
}
