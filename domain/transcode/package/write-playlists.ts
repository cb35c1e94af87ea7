import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TranscodePlan } from '../plan/plan.ts'
import type { Film, RenditionPart } from './assemble-film.ts'
import { keyFrameBandwidth, keyFramePlaylist, masterPlaylist, mediaPlaylist } from './playlist.ts'
import { storyboardOf, storyboardVtt } from './storyboard.ts'

/** Writes plain playlists with relative addresses beside a film's files: any static server can play it. Answers the master's path. */
export async function writePlaylists(plan: TranscodePlan, film: Film, outDir: string): Promise<string> {
  const write = async (name: string, words: string) => {
    const file = path.join(outDir, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, words)
    return file
  }
  const urlOf = ({ key }: RenditionPart) => key
  for (const { name, parts } of film.renditions) {
    await write(`${name}.m3u8`, mediaPlaylist(parts, urlOf))
    if (parts[0]?.keyFrames.length) await write(`${name}-keyframes.m3u8`, keyFramePlaylist(parts, urlOf))
  }
  const storyboard = storyboardOf(plan, film)
  if (storyboard)
    await write(
      'storyboard.vtt',
      storyboardVtt(storyboard, (key) => key),
    )
  const variants = film.renditions.map((rendition) => ({
    ...rendition,
    keyFrameBandwidth: keyFrameBandwidth(rendition.parts),
  }))
  return write(
    'master.m3u8',
    masterPlaylist(variants, {
      media: ({ name }) => `${name}.m3u8`,
      keyFrames: ({ name }) => `${name}-keyframes.m3u8`,
    }),
  )
}
