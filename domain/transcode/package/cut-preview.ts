import type { Rendition } from './assemble-film.ts'

const longestPreviewSeconds = 30
/** A preview shows no more than this share of a film. */
const shareShown = 1 / 3
const previewShortSide = 480
const previewKilobits = 128

/** Bytes of one file. */
export type ByteSpan = { key: string; offset: number; length: number }
/** The beginning of a rendition, as bytes that follow each other in a file of their own. */
export type PreviewCut = { name: string; kind: 'video' | 'audio'; spans: ByteSpan[] }

/**
 * Which bytes of a film's renditions are its preview: whole segments of at most half a minute and a third of the film, of one
 * picture and one sound. Nothing is encoded: a preview is the beginning of what is there. Empty where the film is too short.
 */
export function cutPreview(renditions: readonly Rendition[]): PreviewCut[] {
  const pictures = renditions.filter(({ kind, codecs }) => kind === 'video' && codecs.startsWith('avc1'))
  const picture =
    pictures.findLast(({ width, height }) => Math.min(width, height) >= previewShortSide) ?? pictures[0]
  const sounds = renditions.filter(({ kind }) => kind === 'audio')
  const sound = sounds.find(({ name }) => name.startsWith(`audio-${previewKilobits}k`)) ?? sounds[0]
  const main = picture ?? sound
  if (!main) return []
  const seconds = Math.min(longestPreviewSeconds, main.durationSeconds * shareShown)
  const cuts = [picture, sound].flatMap((rendition) => (rendition ? cut(rendition, seconds) : []))
  return cuts.some(({ name }) => name === `preview-${main.name}`) ? cuts : []
}

function cut(rendition: Rendition, seconds: number): PreviewCut[] {
  const { name, kind, parts } = rendition
  const spans: ByteSpan[] = []
  let left = seconds + 0.01
  for (const { key, initBytes, initHash, segments } of parts) {
    const first = segments.findIndex(({ duration }) => (left -= duration) < 0)
    const last = segments.at(first < 0 ? -1 : first - 1)
    if (first === 0 || !last || initHash !== parts[0]?.initHash) break
    const from = spans.length === 0 ? 0 : initBytes
    spans.push({ key, offset: from, length: last.offset + last.length - from })
    if (first > 0) break
  }
  return spans.length > 0 && kind !== 'text' ? [{ name: `preview-${name}`, kind, spans }] : []
}
