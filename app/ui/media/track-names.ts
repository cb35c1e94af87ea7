import type { RenditionFacts } from '#domain/media/queries.ts'
import { nameTracks } from '../player/language-names.ts'

type Tracks = readonly Pick<RenditionFacts, 'kind' | 'name' | 'language' | 'title'>[]

/** What the sound tracks or the subtitles of a film are called, by the names of their renditions; one of no known language is not. */
export function trackNames(renditions: Tracks, kind: 'audio' | 'text'): Map<string, string> {
  const tracks = renditions.filter((rendition) => rendition.kind === kind)
  const [only] = tracks
  if (tracks.length === 1 && !only?.language && !only?.title) return new Map()
  const names = nameTracks(
    tracks.map(({ language, title }) => ({ language: language ?? '', label: title })),
    ['en'],
  )
  return new Map(tracks.map(({ name }, at) => [name, names[at] ?? name]))
}
