/** Whose files, and of which try. */
export type GenerationOf = {
  readonly mediaId: string
  readonly creatorId: string
  readonly generation: number
}

/** All renditions of a media item, of every generation. */
export const renditionsPrefix = ({ creatorId, mediaId }: Omit<GenerationOf, 'generation'>) =>
  `${creatorId}/hls/${mediaId}/`

/** All posters of a media item, of every generation. */
export const thumbnailsPrefix = ({ creatorId, mediaId }: Omit<GenerationOf, 'generation'>) =>
  `${creatorId}/thumbnails/${mediaId}/`

/** Where one rendition of a generation is stored. */
export const renditionKey = (of: GenerationOf, name: string) =>
  `${renditionsPrefix(of)}${of.generation}/${name}.mp4`

/** Where the poster of a generation is stored. */
export const posterKey = (of: GenerationOf) => `${thumbnailsPrefix(of)}${of.generation}.jpg`

/** Which generation an object under one of the prefixes belongs to; undefined for what is none of ours. */
export function generationOfKey(key: string, of: Omit<GenerationOf, 'generation'>): number | undefined {
  const prefix = [renditionsPrefix(of), thumbnailsPrefix(of)].find((start) => key.startsWith(start))
  const number = prefix && /^(\d+)[/.]/.exec(key.slice(prefix.length))?.[1]
  return number === undefined || number === '' ? undefined : Number(number)
}
