/** Where a post's poster is; undefined while it has none. The version makes a new picture a new address. */
export function posterUrl(post: { id: string; posterVersion: string | null }): string | undefined {
  return post.posterVersion ? `/posters/content/${post.id}?v=${post.posterVersion}` : undefined
}
