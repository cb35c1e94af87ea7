/** What a player shows: a post's film, its preview, or a film on its own, for its creator, also while it is being made. */
export type PlayerSource =
  | { readonly kind: 'post'; readonly contentId: string }
  | { readonly kind: 'preview'; readonly contentId: string }
  | { readonly kind: 'media'; readonly mediaId: string }

/** Where the master playlist is. */
export function manifestOf(source: PlayerSource): string {
  switch (source.kind) {
    case 'post':
      return `/api/content/${source.contentId}/hls/master.m3u8`
    case 'preview':
      return `/api/content/${source.contentId}/preview/master.m3u8`
    case 'media':
      return `/api/media/${source.mediaId}/hls/master.m3u8`
  }
}

/** Where fresh links to the files are asked for; undefined for what is shorter than its links live. */
export function linksOf(source: PlayerSource): string | undefined {
  switch (source.kind) {
    case 'post':
      return `/api/content/${source.contentId}/stream`
    case 'preview':
      return undefined
    case 'media':
      return `/api/media/${source.mediaId}/stream`
  }
}

/** The post whose place is kept for next time. */
export const placeKeptFor = (source: PlayerSource): string | undefined =>
  source.kind === 'post' ? source.contentId : undefined
