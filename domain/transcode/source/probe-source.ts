import type { Probe, ProbedStream } from '#platform/ffmpeg/ffmpeg.ts'
import type { Refused } from './causes.ts'

export type VideoSource = {
  streamIndex: number
  codec: string
  profile: string | undefined
  pixelFormat: string | undefined
  /** As a viewer sees it: rotated, with square pixels. */
  width: number
  height: number
  /** Pictures per second, as measured over the whole stream where the container knows. */
  frameRate: number
  startSeconds: number
  durationSeconds: number | undefined
  /** The transfer curve of a high dynamic range picture. */
  hdr: 'pq' | 'hlg' | undefined
  interlaced: boolean
  rgb: boolean
  /** The stored picture is what a viewer sees: not turned, square pixels, limited range, even sides. */
  plain: boolean
  /** Of the stored picture; undefined when unknown. */
  kilobits: number | undefined
}

export type AudioSource = {
  streamIndex: number
  codec: string
  profile: string | undefined
  /** Samples per second; undefined when unknown. */
  sampleRate: number | undefined
  channels: number
  startSeconds: number
  durationSeconds: number | undefined
  /** Of the stored sound; undefined when unknown. */
  kilobits: number | undefined
  lossless: boolean
  /** ISO 639 code as the file gives it. */
  language: string | undefined
  title: string | undefined
}

/** Subtitles that are stored as text. */
export type TextSource = {
  streamIndex: number
  /** ISO 639 code as the file gives it. */
  language: string | undefined
  title: string | undefined
}

/** What an original is, in the terms the plan needs. Times in seconds. */
export type Source = {
  container: string
  /** Its parts can be reached by their time without reading what lies before them. */
  seekable: boolean
  /** Where the container says that its time begins. */
  startSeconds: number
  /** Of the picture, or of the sound where there is no picture; undefined when the container does not know. */
  durationSeconds: number | undefined
  video: VideoSource | undefined
  /** The first is the one to play when nobody chose. */
  audio: AudioSource[]
  texts: TextSource[]
  /** A cover picture that travels with a sound file. */
  coverIndex: number | undefined
}

const protectedTags = new Set(['encv', 'enca', 'drmi', 'drms', 'p608'])
const encryption = /^Encryption info/
const isCover = (stream: ProbedStream) => stream.disposition.attached_pic === true
const isReadable = (stream: ProbedStream) =>
  stream.codec_name !== undefined && stream.codec_name !== 'unknown'
const textCodecs = new Set(['mov_text', 'subrip', 'srt', 'ass', 'ssa', 'webvtt', 'text'])
const isText = (stream: ProbedStream) =>
  stream.codec_type === 'subtitle' && textCodecs.has(stream.codec_name ?? '')
const area = (stream: ProbedStream) => (stream.width ?? 0) * (stream.height ?? 0)
const byDefault = (a: ProbedStream, b: ProbedStream) =>
  Number(b.disposition.default ?? false) - Number(a.disposition.default ?? false)

/** Reads the facts out of a probe. Refuses what has nothing to play, is protected, or is in a codec nobody here knows. */
export function readSource(probe: Probe): Source | Refused {
  const pictures = probe.streams.filter((stream) => stream.codec_type === 'video')
  const videos = pictures.filter((stream) => !isCover(stream))
  const sounds = probe.streams.filter((stream) => stream.codec_type === 'audio')
  if (videos.length + sounds.length === 0) {
    return { cause: 'no_streams', detail: `${probe.streams.length} streams, none of them picture or sound` }
  }
  const locked = [...videos, ...sounds].find((stream) => protectedTags.has(stream.codec_tag_string ?? ''))
  const lockedPacket = probe.packets.find((packet) =>
    packet.side_data_list.some((data) => encryption.test(data.side_data_type ?? '')),
  )
  if (lockedPacket) return { cause: 'protected', detail: `stream ${lockedPacket.stream_index} is encrypted` }
  if (locked)
    return { cause: 'protected', detail: `stream ${locked.index} is encrypted (${locked.codec_tag_string})` }

  const video = videos.filter(isReadable).sort((a, b) => byDefault(a, b) || area(b) - area(a))[0]
  const audible = sounds.filter((stream) => isReadable(stream) && (stream.channels ?? 0) > 0).sort(byDefault)
  if ((videos.length > 0 && !video) || (sounds.length > 0 && audible.length === 0)) {
    const unreadable = [...videos, ...sounds].find((stream) => !isReadable(stream)) ?? sounds[0]
    return {
      cause: 'unsupported_codec',
      detail: `stream ${unreadable?.index} has no codec we know (${unreadable?.codec_tag_string})`,
    }
  }
  if (video && area(video) === 0)
    return { cause: 'damaged', detail: `stream ${video.index} has no picture size` }

  const audio = audible.map(readAudio)
  const main = video ?? audible[0]
  return {
    container: probe.format.format_name,
    seekable: probe.format.duration !== undefined,
    startSeconds: probe.format.start_time ?? 0,
    durationSeconds: (main && durationOf(main)) ?? probe.format.duration,
    video: video && readVideo(video, probe.format.start_time ?? 0),
    audio,
    texts: probe.streams.filter(isText).map((stream) => ({ streamIndex: stream.index, ...labelsOf(stream) })),
    coverIndex: pictures.find((stream) => isCover(stream) && isReadable(stream))?.index,
  }
}

function readVideo(stream: ProbedStream, containerStart: number): VideoSource {
  const width = Math.max(1, Math.round((stream.width ?? 0) * pixelAspect(stream)))
  const height = stream.height ?? 0
  const rotation =
    stream.side_data_list.find((data) => data.rotation !== undefined)?.rotation ??
    Number(stream.tags.rotate ?? 0)
  const sideways = Math.abs(Math.round(rotation / 90)) % 2 === 1
  const hdr = { smpte2084: 'pq', 'arib-std-b67': 'hlg' } as const
  return {
    streamIndex: stream.index,
    codec: stream.codec_name ?? '',
    profile: stream.profile,
    pixelFormat: stream.pix_fmt,
    width: sideways ? height : width,
    height: sideways ? width : height,
    frameRate: quotient(stream.avg_frame_rate) || quotient(stream.r_frame_rate) || 30,
    startSeconds: stream.start_time ?? containerStart,
    durationSeconds: durationOf(stream),
    hdr: hdr[stream.color_transfer as keyof typeof hdr],
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? ''),
    rgb: /^(gbr|rgb|bgr|argb|abgr|0rgb|0bgr|pal8)/.test(stream.pix_fmt ?? ''),
    plain:
      rotation === 0 &&
      pixelAspect(stream) === 1 &&
      stream.color_range !== 'pc' &&
      width % 2 === 0 &&
      height % 2 === 0,
    kilobits: kilobitsOf(stream),
  }
}

function readAudio(stream: ProbedStream): AudioSource {
  const codec = stream.codec_name ?? ''
  return {
    streamIndex: stream.index,
    codec,
    profile: stream.profile,
    sampleRate: stream.sample_rate,
    channels: stream.channels ?? 0,
    startSeconds: stream.start_time ?? 0,
    durationSeconds: durationOf(stream),
    kilobits: kilobitsOf(stream),
    lossless: /^(pcm_|flac|alac|ape|wavpack|tta|truehd|mlp)/.test(codec),
    ...labelsOf(stream),
  }
}

const kilobitsOf = ({ bit_rate }: ProbedStream) => (bit_rate === undefined ? undefined : bit_rate / 1000)

function labelsOf({ tags }: ProbedStream): Pick<TextSource, 'language' | 'title'> {
  const known = /^[a-z]{2,3}(-|$)/i.test(tags.language ?? '') && tags.language !== 'und'
  return { language: known ? tags.language : undefined, title: tags.title }
}

/** A stream's own duration; Matroska keeps it in a tag, as 00:01:02.345. */
function durationOf(stream: ProbedStream): number | undefined {
  if (stream.duration !== undefined) return stream.duration
  const [, hours, minutes, seconds] = /^(\d+):(\d+):([\d.]+)$/.exec(stream.tags.DURATION ?? '') ?? []
  return hours === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

function pixelAspect(stream: ProbedStream): number {
  const ratio = quotient(stream.sample_aspect_ratio?.replace(':', '/'))
  return ratio >= 0.1 && ratio <= 10 ? ratio : 1
}

function quotient(fraction: string | undefined): number {
  const [over, under] = (fraction ?? '').split('/').map(Number)
  return over && under ? over / under : 0
}
