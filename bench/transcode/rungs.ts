import { createReadStream, createWriteStream } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gatheringOf } from '#domain/transcode/execute/encode-chunk.ts'
import type { Film, Rendition } from '#domain/transcode/package/assemble-film.ts'
import { indexPart, type PartIndex } from '#domain/transcode/package/index-part.ts'
import type { VideoPlan } from '#domain/transcode/plan/plan.ts'

/** A rung of a film; throws where there is none of that name. */
export function rungOf(film: Film, name: string): Rendition {
  const rung = film.renditions.find((rendition) => rendition.name === name)
  if (!rung) throw new Error(`there is no ${name}`)
  return rung
}

/** The index of each file of a rung, in the order of the film. Throws where one is empty. */
export function indexesOf(rung: Rendition, video: VideoPlan, folder: string): Promise<PartIndex[]> {
  return Promise.all(
    rung.parts.map(async ({ key }) => {
      const index = await indexPart(path.join(folder, key), gatheringOf(video))
      if (!index) throw new Error(`${key} is empty`)
      return index
    }),
  )
}

/** Joins the files of a rung into one, as a player does: the first with its initialization, the others without. */
export async function joinRung(rung: Rendition, folder: string, target: string): Promise<string> {
  async function* bytes() {
    for (const [index, { key, initBytes }] of rung.parts.entries()) {
      const start = index === 0 ? 0 : initBytes
      yield* createReadStream(path.join(folder, key), { start }) as AsyncIterable<Uint8Array>
    }
  }
  await pipeline(Readable.from(bytes(), { objectMode: false }), createWriteStream(target))
  return target
}
