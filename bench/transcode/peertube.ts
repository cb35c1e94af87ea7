import type { VideoPlan } from '#domain/transcode/plan/plan.ts'

const segmentSeconds = '4'

/**
 * Arguments of one ffmpeg for each rung, as PeerTube's default profile for HLS has them (packages/ffmpeg/src of
 * github.com/Chocobozzz/PeerTube): veryfast at x264's own quality (CRF 23), sixteen B-frames by its first strategy, a key frame
 * every two seconds, segments of four in one fMP4 file, AAC sound copied into every rung.
 *
 * Its caps are by its table of bits per pixel: 6221, 3041, 1474, 1036 and 522 kbit/s for 1080 to 240 lines of 30 pictures per
 * second. Here they are the ladder's (5000, 2800, 1400, 800, 400), so that both sides make the same quality; and ffmpeg may
 * use as many threads as it likes, as it may on our side.
 */
export function peertubeArguments(
  film: string,
  { rungs, frameRate }: Pick<VideoPlan, 'rungs' | 'frameRate'>,
  soundCodec: string | undefined,
): string[][] {
  return rungs.map(({ name, width, height, maxKilobits, halfRate }) => {
    const perSecond = frameRate.num / frameRate.den / (halfRate ? 2 : 1)
    const scale = width < height ? `scale=w=${width}:h=-2` : `scale=w=-2:h=${height}`
    return [
      ...['-v', 'warning', '-y', '-i', film],
      ...['-max_muxing_queue_size', '1024', '-map_metadata', '-1', '-pix_fmt', 'yuv420p'],
      ...soundOptions(soundCodec),
      ...['-c:v', 'libx264', '-vf', scale, '-preset', 'veryfast'],
      ...['-maxrate:v', String(maxKilobits * 1000), '-bufsize:v', String(maxKilobits * 2000)],
      ...['-b_strategy', '1', '-bf', '16', '-r', String(perSecond), '-g:v', String(perSecond * 2)],
      ...['-hls_time', segmentSeconds, '-hls_list_size', '0', '-hls_playlist_type', 'vod'],
      ...['-hls_segment_filename', fileOfPeertube(name), '-hls_segment_type', 'fmp4'],
      ...['-f', 'hls', '-hls_flags', 'single_file', `${name}.m3u8`],
    ]
  })
}

/** The file that a rung of PeerTube's is in, sound included. */
export const fileOfPeertube = (rung: string) => `${rung}-fragmented.mp4`

/** PeerTube copies sound that is AAC already. */
function soundOptions(codec: string | undefined): string[] {
  if (codec === undefined) return ['-an']
  return codec === 'aac' ? ['-c:a', 'copy'] : ['-c:a', 'aac', '-ac', '2']
}
