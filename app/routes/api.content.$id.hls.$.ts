import type { LoaderFunctionArgs } from '@remix-run/node'
import { playlistAnswer } from '#app/http/playlist-answer.server.ts'

/** `GET /api/content/:id/hls/{master|rendition}.m3u8`: playlists made for the asker, after the access decision. */
export const loader = (args: LoaderFunctionArgs) => playlistAnswer(args, 'stream')
