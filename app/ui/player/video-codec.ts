import type { Picture } from '#domain/access/rules.ts'

/**
 * The codecs to play a film in, preferred first, as RFC 6381 begins them. A film is played in one of them from end to end: AV1
 * where the device decodes it smoothly and in hardware, and where its tallest picture is all that can be shown, which is
 * `lines` (of the device) or the tallest picture there is; H.264 otherwise.
 */
export async function preferredCodecs(
  pictures: readonly Picture[],
  lines: number,
  capabilities: Pick<MediaCapabilities, 'decodingInfo'> | undefined,
): Promise<string[]> {
  const h264First = ['avc1', 'av01']
  const isAv1 = ({ codecs }: Picture) => codecs.startsWith('av01')
  const best = tallest(pictures.filter(isAv1))
  const other = tallest(pictures.filter((picture) => !isAv1(picture)))
  if (!best || !capabilities || best.height < Math.min(lines, other?.height ?? 0)) return h264First
  const { codecs, width, height, bandwidth, frameRate } = best
  const { supported, smooth, powerEfficient } = await capabilities.decodingInfo({
    type: 'media-source',
    video: {
      contentType: `video/mp4; codecs="${codecs}"`,
      width,
      height,
      bitrate: bandwidth,
      framerate: frameRate,
    },
  })
  return supported && smooth && powerEfficient ? ['av01', 'avc1'] : h264First
}

const tallest = (pictures: readonly Picture[]): Picture | undefined =>
  [...pictures].sort((a, b) => b.height - a.height)[0]
