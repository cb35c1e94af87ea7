import type { LoaderFunctionArgs } from '@remix-run/node'
import { playlistAnswer } from '#app/http/playlist-answer.server.ts'

/** `GET /api/content/:id/preview/{master|rendition}.m3u8`: the first half minute of a film, for everybody who can see the post. */
export const loader = (args: LoaderFunctionArgs) => playlistAnswer(args, 'preview')
