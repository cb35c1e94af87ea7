import type { Original } from './original.ts'
import { containers } from './originals-containers.ts'
import { damaged } from './originals-damaged.ts'
import { pictures } from './originals-pictures.ts'
import { sounds } from './originals-sounds.ts'
import { timings } from './originals-timings.ts'

/** Whatever people upload. */
export const originals: readonly Original[] = [...containers, ...pictures, ...timings, ...sounds, ...damaged]
