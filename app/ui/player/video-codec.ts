/** A film as most are: what this device can do with it tells which codec to prefer. */
const typicalFilm = { width: 1920, height: 1080, bitrate: 3_000_000, framerate: 30 }
const typicalAv1 = 'video/mp4; codecs="av01.0.08M.08"'

/**
 * The codecs to play a film in, preferred first, as RFC 6381 begins them: AV1 where the device decodes it smoothly and in
 * hardware, H.264 otherwise.
 */
export async function preferredCodecs(
  capabilities: Pick<MediaCapabilities, 'decodingInfo'> | undefined,
): Promise<string[]> {
  const { supported, smooth, powerEfficient } = (await capabilities?.decodingInfo({
    type: 'media-source',
    video: { contentType: typicalAv1, ...typicalFilm },
  })) ?? { supported: false, smooth: false, powerEfficient: false }
  return supported && smooth && powerEfficient ? ['av01', 'avc1'] : ['avc1', 'av01']
}
