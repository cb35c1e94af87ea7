/** A film as most are: what this device can do with it tells which codec to prefer. */
const typicalFilm = { width: 1280, height: 720, bitrate: 2_000_000, framerate: 30 }
const typicalAv1 = 'video/mp4; codecs="av01.0.05M.08"'
/** Lines of the tallest picture that films have in AV1. */
const tallestAv1 = 720

/**
 * The codecs to play a film in, preferred first, as RFC 6381 begins them: AV1 where the device decodes it smoothly and in
 * hardware, and where a picture of 720 lines is all that the player can show (`lines`, in device pixels); H.264 otherwise.
 */
export async function preferredCodecs(
  capabilities: Pick<MediaCapabilities, 'decodingInfo'> | undefined,
  lines: number,
): Promise<string[]> {
  const h264First = ['avc1', 'av01']
  if (lines > tallestAv1 || !capabilities) return h264First
  const { supported, smooth, powerEfficient } = await capabilities.decodingInfo({
    type: 'media-source',
    video: { contentType: typicalAv1, ...typicalFilm },
  })
  return supported && smooth && powerEfficient ? ['av01', 'avc1'] : h264First
}
