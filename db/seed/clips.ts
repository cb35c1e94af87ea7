import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type DemoClip = {
  readonly filename: string
  readonly contentType: string
  readonly seconds: number
  /** What ffmpeg draws the picture with; none for a recording. */
  readonly picture?: string
  /** What the cover of a recording is drawn with. */
  readonly cover?: string
  /** What the sound is computed from. */
  readonly sound: string
}

/** A chord of sines that swells and fades; frequencies in hertz. */
const chord = (frequencies: readonly number[], swellSeconds: number) => {
  const sum = frequencies.map((f, n) => `${(0.16 / (n + 1)).toFixed(3)}*sin(2*PI*${f}*t)`).join('+')
  return `aevalsrc='(0.6+0.4*sin(2*PI*t/${swellSeconds}))*(${sum})|(0.6+0.4*cos(2*PI*t/${swellSeconds}))*(${sum})':s=48000`
}

/** Soft pictures are drawn small and enlarged: nobody sees the difference, and the first start is quicker. */
const gradient = (colours: string, seed: number, speed: number) =>
  `gradients=s=640x376:r=25:${colours}:n=4:seed=${seed}:speed=${speed},crop=640:360,scale=1280:720:flags=bicubic,vignette=PI/5`

/** The demo films and recordings, as ffmpeg draws them. Lengths in seconds. */
export const clips = {
  aurora: {
    filename: 'aurora.mp4',
    contentType: 'video/mp4',
    seconds: 24,
    picture: gradient('c0=0x06122b:c1=0x0f6b5c:c2=0x53e6a8:c3=0x2a1b6b', 7, 0.015),
    sound: chord([110, 164.81, 220, 329.63], 9),
  },
  zoom: {
    filename: 'the-edge-of-the-set.mp4',
    contentType: 'video/mp4',
    seconds: 20,
    picture:
      'mandelbrot=s=640x360:rate=25:end_pts=700:end_scale=0.0004:maxiter=400,scale=1280:720:flags=lanczos,hue=h=215:s=0.5,eq=brightness=-0.06,vignette=PI/4',
    sound: chord([98, 146.83, 293.66], 7),
  },
  ember: {
    filename: 'ember.mp4',
    contentType: 'video/mp4',
    seconds: 20,
    picture: gradient('c0=0x2b0a0a:c1=0xd9480f:c2=0xffd43b:c3=0x5f1a37', 23, 0.03),
    sound: chord([130.81, 196, 261.63, 392], 5),
  },
  evening: {
    filename: 'evening-tones.mp3',
    contentType: 'audio/mpeg',
    seconds: 45,
    cover: gradient('c0=0x0b1026:c1=0x3b2a6b:c2=0xe58fb0:c3=0xf2c879', 11, 0.01),
    sound: chord([82.41, 123.47, 164.81, 246.94, 329.63], 12),
  },
} satisfies Record<string, DemoClip>

/** Draws a clip into a folder and answers its path. Nothing in it was filmed, so nobody's rights are touched. */
export async function drawClip(clip: DemoClip, folder: string, ffmpeg: string): Promise<string> {
  const { filename, seconds, picture, cover, sound } = clip
  const path = join(folder, filename)
  const fade = `afade=t=in:d=2,afade=t=out:st=${seconds - 2}:d=2`
  const inputs = [picture ?? cover, `${sound},${fade}`]
    .filter((graph) => graph !== undefined)
    .flatMap((graph) => ['-f', 'lavfi', '-t', String(seconds), '-i', graph])
  await run(ffmpeg, [
    '-nostdin',
    '-v',
    'error',
    '-y',
    ...inputs,
    ...(picture ? filmOptions : coverOptions),
    '-b:a',
    '160k',
    path,
  ])
  return path
}

const filmOptions =
  '-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -movflags +faststart -shortest'.split(' ')
/** One picture, attached as the cover of a recording. */
const coverOptions =
  '-map 1:a -map 0:v -frames:v 1 -c:v mjpeg -q:v 3 -disposition:v attached_pic -id3v2_version 3'.split(' ')
