import { resolve } from 'node:path'

/** An original: a file on this machine, or an address that answers to byte ranges. */
export type MediaInput = { path: string } | { url: string }

/** Containers an original may come in. Playlists, scripts, devices and generators are left out on purpose. */
const containers = [
  'mov,mp4,m4a,3gp,3g2,mj2',
  'matroska,webm',
  'mpegts,mpeg,mpegvideo,avi,flv,asf,mxf,dv',
  'mp3,aac,flac,wav,w64,ogg,aiff,caf,ac3,eac3,amr',
].join(',')

const protectionOf = (protocols: string) => [
  ...['-protocol_whitelist', protocols],
  ...['-format_whitelist', containers],
  ...['-max_streams', '64', '-probesize', '20M', '-analyzeduration', '20M'],
]

/** A dropped connection or a busy storage is tried again for half a minute; a silent one is given up. */
const patience = [
  ...['-rw_timeout', '30000000', '-reconnect', '1', '-reconnect_on_network_error', '1'],
  ...['-reconnect_on_http_error', '429,5xx', '-reconnect_delay_max', '15'],
]

type Described = {
  source: string
  options: string[]
  /** The file it is; undefined for an address. */
  file?: string
}

/**
 * What to hand to ffmpeg or ffprobe for an input nobody trusts: its name, and the options that go before it. A relative
 * path starts from `folder`.
 */
export function describeInput(input: MediaInput, folder = ''): Described {
  if ('url' in input)
    return { source: input.url, options: [...protectionOf('http,https,tcp,tls'), ...patience] }
  const file = resolve(folder, input.path)
  return { source: `file:${file}`, options: protectionOf('file'), file }
}
