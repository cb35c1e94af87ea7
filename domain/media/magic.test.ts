import { expect, test } from 'vitest'
import { looksLikeMedia, type MediaKind } from './magic.ts'

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
const every = (length: number, step: number, first: number, value: number) => {
  const bytes = new Uint8Array(length)
  for (let at = first; at < length; at += step) bytes[at] = value
  return bytes
}

const known: [MediaKind, Uint8Array][] = [
  ['mp4', ascii('\0\0\0\x20ftypisom')],
  ['mp4', ascii('\0\0\0\x08wide\0\0\0\0mdat')],
  ['matroska', Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 1)],
  ['avi', ascii('RIFF\x01\x02\x03\x04AVI LIST')],
  ['wav', ascii('RIFF\x01\x02\x03\x04WAVEfmt ')],
  ['aiff', ascii('FORM\x01\x02\x03\x04AIFF')],
  ['flv', ascii('FLV\x01\x05')],
  ['mp3', ascii('ID3\x04\0')],
  ['mp3', Uint8Array.of(0xff, 0xfb, 0x90, 0x64)],
  ['aac', Uint8Array.of(0xff, 0xf1, 0x4c, 0x80)],
  ['flac', ascii('fLaC\0')],
  ['ogg', ascii('OggS\0')],
  ['asf', Uint8Array.of(0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11)],
  ['mpegps', Uint8Array.of(0, 0, 1, 0xba)],
  ['mpegts', every(1024, 188, 0, 0x47)],
  ['mpegts', every(1024, 192, 4, 0x47)],
]

test.each(known)('a file that begins as %s does is recognized', (kind, bytes) => {
  expect(looksLikeMedia(bytes)).toBe(kind)
})

test.each([
  ['nothing', new Uint8Array()],
  ['plain text', ascii('hello world')],
  ['a playlist', ascii('#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd')],
  ['a concat script', ascii("ffconcat version 1.0\nfile '/etc/passwd'")],
  ['a web page', ascii('<!doctype html>')],
  ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a)],
  ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
  ['UTF-16 text', Uint8Array.of(0xff, 0xfe, 0x41, 0x00)],
  ['a zip archive', ascii('PK\x03\x04')],
])('%s is not media', (_, bytes) => {
  expect(looksLikeMedia(bytes)).toBeUndefined()
})
