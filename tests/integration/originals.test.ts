import { expect, test } from 'vitest'
import { TranscodeRefused } from '#domain/transcode/source/causes.ts'
import { makeFilm, type MadeFilm } from '#tests/support/media/make-film.ts'
import { coloursOf, complaintsAbout, decode, picturesOf } from '#tests/support/media/measure.ts'
import type { Becomes, Original } from '#tests/support/media/original.ts'
import { originals } from '#tests/support/media/originals.ts'

const isFilm = (each: Original): each is Original & { outcome: Becomes } => 'seconds' in each.outcome
const isRefusal = (each: Original): each is Original & { outcome: { refused: string } } => !isFilm(each)

test.each(originals.filter(isFilm))(
  '$name plays from end to end',
  async ({ draw, outcome }) => {
    const made = await makeFilm({ path: await draw() })
    const { rungs = ['180p', 'audio-128k'], size = [320, 180], seconds, pictures } = outcome
    const { num = 48_000, den = 1024 } = made.plan.video?.frameRate ?? {}
    expect(shapeOf(made)).toEqual({
      rungs,
      size,
      languages: outcome.languages ?? rungs.filter((name) => !/^\d+p$/.test(name)).map(() => undefined),
      copied: outcome.copied ?? false,
      reading: outcome.reading ?? 'seek',
      chunks: outcome.chunks ?? (pictures > 0 ? 1 : 0),
    })
    expect(Math.abs(made.film.durationSeconds - seconds)).toBeLessThanOrEqual(
      (pictures > 0 ? den / num : 0.1) + 0.001,
    )
    if (pictures > 0) expect(await decode(made.master, 'v:0')).toEqual({ frames: pictures, complaints: '' })
    expect(await complaintsAbout(made.master)).toBe('')
  },
  240_000,
)

test.each(originals.filter(isRefusal))('$name is refused as $outcome.refused', async ({ draw, outcome }) => {
  const refusal = await makeFilm({ path: await draw() }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(TranscodeRefused)
  expect(refusal).toMatchObject({ cause: outcome.refused, detail: expect.stringMatching(/\S/) })
})

function shapeOf({ plan, film }: MadeFilm) {
  return {
    rungs: film.renditions.map(({ name }) => name),
    size: [film.width, film.height],
    languages: film.renditions.filter(({ kind }) => kind !== 'video').map(({ language }) => language),
    copied: plan.video?.copied !== undefined,
    reading: plan.reading,
    chunks: plan.video?.chunks.length ?? 0,
  }
}

test.each(originals.filter(({ name }) => /HDR10|HLG/.test(name)))(
  '$name is shown in the colours and with the light of every screen',
  async ({ draw }) => {
    const { master } = await makeFilm({ path: await draw() })
    expect(await coloursOf(master)).toEqual({
      color_transfer: 'bt709',
      color_space: 'bt709',
      pix_fmt: 'yuv420p',
    })
    const [picture] = await picturesOf(master, { width: 1, height: 1 })
    expect(picture?.pixels[0]).toBeGreaterThan(40)
    expect(picture?.pixels[0]).toBeLessThan(200)
  },
)
