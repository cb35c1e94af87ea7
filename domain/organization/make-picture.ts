import sharp from 'sharp'
import { isRefusal, Refusal } from '#platform/refusal.ts'
import { pictureMaxBytes } from './settings-forms.ts'

/** No camera makes more, and a file of a few bytes can claim any size. */
const maxPixels = 60_000_000
const patienceSeconds = 15
/** What libvips calls the formats that are taken; AVIF is one of `heif`. */
const formats = ['jpeg', 'png', 'webp', 'heif', 'svg']
const logoSide = 512
const heroBox = { width: 2400, height: 1600 }
const smallBox = { width: 960, height: 640 }

const refusePicture = (message: string) =>
  new Refusal('invalid', 'bad_picture', message, { picture: [message] })

/** The picture in the bytes, opened with limits. A drawing is drawn as large as it is needed; none of its scripts ever runs. */
async function open(bytes: Uint8Array, side: number) {
  if (bytes.length > pictureMaxBytes) throw refusePicture('Choose a picture of at most 8 MB.')
  const limits = { failOn: 'error', limitInputPixels: maxPixels } as const
  const facts = await sharp(bytes, limits).metadata()
  if (!formats.includes(facts.format)) throw refusePicture('Choose a JPEG, PNG, WebP, AVIF or SVG picture.')
  const drawn = Math.max(facts.width, facts.height)
  const density =
    facts.format === 'svg' && drawn < side ? { density: Math.min(2400, (72 * side) / drawn) } : {}
  return sharp(bytes, { ...limits, ...density })
    .timeout({ seconds: patienceSeconds })
    .autoOrient()
}

/** What cannot be read is the sender's to mend, whatever the decoder says of it. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isRefusal(error)) throw error
    throw refusePicture('This picture cannot be read. Save it anew as JPEG, PNG, WebP, AVIF or SVG.')
  }
}

/** A logo as WebP, 512 × 512 px, with nothing around it. Refuses with `invalid` beside `picture`. */
export function makeLogo(bytes: Uint8Array): Promise<Uint8Array> {
  return readable(async () =>
    (await open(bytes, logoSide))
      .resize(logoSide, logoSide, { fit: 'contain', background: { r: 0, g: 0, b: 0, alpha: 0 } })
      .webp({ quality: 90 })
      .toBuffer(),
  )
}

/** The wide picture of a storefront as WebP, at most 2400 px wide, and a small one of 960. Refuses with `invalid` beside `picture`. */
export function makeHero(bytes: Uint8Array): Promise<{ large: Uint8Array; small: Uint8Array }> {
  return readable(async () => {
    const picture = await open(bytes, heroBox.width)
    const fitted = (box: typeof heroBox) =>
      picture
        .clone()
        .resize({ ...box, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 82 })
        .toBuffer()
    return { large: await fitted(heroBox), small: await fitted(smallBox) }
  })
}
