import { drawFile } from '../media.ts'
import { onsetsOf, picturesOf } from './measure.ts'

export type FlashingFilm = {
  seconds: number
  fps: number
  container: string
  /** How picture and sound are stored. */
  options: readonly string[]
  /** Seconds by which one of them begins after the other. */
  pictureDelay?: number
  soundDelay?: number
}

/** Draws a film that flashes and beeps at once, every second of its own time. */
export async function drawFlashes(film: FlashingFilm): Promise<string> {
  const { seconds, fps, container, options, pictureDelay = 0, soundDelay = 0 } = film
  const picture = await drawFile('nut', [
    ...[
      '-f',
      'lavfi',
      '-i',
      `color=black:size=96x54:rate=${fps}:duration=${seconds - pictureDelay},format=yuv420p`,
    ],
    ...['-vf', `geq=lum='if(lt(mod(T+${pictureDelay}+0.0005,1),0.1),235,16)':cb=128:cr=128`, '-c:v', 'ffv1'],
  ])
  const sound = await drawFile('wav', [
    ...[
      '-f',
      'lavfi',
      '-i',
      `aevalsrc='0.8*sin(2*PI*1000*t)*lt(mod(t+${soundDelay},1),0.1)':s=48000:d=${seconds - soundDelay}`,
    ],
  ])
  return drawFile(container, [
    ...['-itsoffset', String(pictureDelay), '-i', picture, '-itsoffset', String(soundDelay), '-i', sound],
    ...['-map', '0:v', '-map', '1:a', '-fps_mode', 'passthrough', ...options],
  ])
}

/** When a film flashes and when it beeps, in seconds; the first moments, which may begin in the middle of either, are left out. */
export async function readFlashes(file: string): Promise<{ flashes: number[]; beeps: number[] }> {
  const pictures = await picturesOf(file, { width: 2, height: 2 })
  const isBright = (index: number) => (pictures[index]?.pixels[0] ?? 0) > 128
  const flashes = pictures.filter((_, index) => index > 0 && isBright(index) && !isBright(index - 1))
  const later = (seconds: number) => seconds > 0.9
  return {
    flashes: flashes.map(({ seconds }) => seconds).filter(later),
    beeps: (await onsetsOf(file)).filter(later),
  }
}
