import { boxesIn, viewOf, type Box } from './boxes.ts'
import type { Example } from './example-presentation.ts'

/** A change of an example that breaks it. */
export type Edit = (example: Example) => void
type Replacement = string | ((match: string, ...groups: string[]) => string)

function changed(text: string, what: string | RegExp, to: Replacement): string {
  const result = text.replace(what, to as string)
  if (result === text) throw new Error(`${String(what)} is nowhere in ${text}`)
  return result
}

/** Replaces text of the master. */
export const inMaster =
  (what: string | RegExp, to: Replacement): Edit =>
  (example) => {
    example.master = changed(example.master, what, to)
  }

/** Replaces text of a playlist. */
export const inPlaylist =
  (name: string, what: string | RegExp, to: Replacement): Edit =>
  ({ playlists }) => {
    const uri = `${name}.m3u8`
    playlists.set(uri, changed(playlists.get(uri) ?? '', what, to))
  }

/** Replaces words of the subtitles. */
export const inWords =
  (what: string | RegExp, to: Replacement): Edit =>
  ({ media }) => {
    const words = changed(new TextDecoder().decode(media.get('text.vtt')), what, to)
    media.set('text.vtt', new TextEncoder().encode(words))
  }

/** Changes the bytes of a box, found by its path; of boxes side by side that are alike, the one with this index. */
export const inBox =
  (name: string, path: readonly string[], change: (bytes: DataView, body: number) => void, index = 0): Edit =>
  ({ media }) => {
    const bytes = viewOf(media.get(`${name}.mp4`) ?? new Uint8Array())
    const box = findBox(bytes, path, index)
    if (!box) throw new Error(`there is no ${path.join('/')} in ${name}`)
    change(bytes, box.body)
  }

/** Gives a box another type, so that it is not found. */
export const renamed = (name: string, path: readonly string[], type: string, index = 0): Edit =>
  inBox(name, path, (bytes, body) => write(bytes, body - 4, type), index)

export function write(bytes: DataView, at: number, text: string): void {
  for (const [index, character] of [...text].entries()) bytes.setUint8(at + index, character.charCodeAt(0))
}

export const together =
  (...edits: readonly Edit[]): Edit =>
  (example) => {
    for (const edit of edits) edit(example)
  }

function findBox(bytes: DataView, [type, ...rest]: readonly string[], index: number): Box | undefined {
  let found = boxesIn(bytes).filter((box) => box.type === type)[index]
  for (const next of rest) {
    const from = (found?.body ?? 0) + (found?.type === 'stsd' ? 8 : 0)
    found = found && boxesIn(bytes, from, found.end).find((box) => box.type === next)
  }
  return found
}
