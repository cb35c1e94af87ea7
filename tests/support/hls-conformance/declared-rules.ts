import type { Attributes } from './attributes.ts'
import { isSameCodec } from './codec-names.ts'
import { averageRate, combinedRate, peakRate, pictureRate } from './measure.ts'
import type { MediaPlaylist, Named, ReadPresentation } from './read-presentation.ts'
import { isVideo, ofNamed, ofTypes, type Rule } from './rule.ts'

const both = ({ variants, keyFrameVariants }: ReadPresentation) => [...variants, ...keyFrameVariants]
const tolerance = 0.1

const rateIsTrue =
  (attribute: string, rateOf: (playlist: MediaPlaylist) => number) => (presentation: ReadPresentation) =>
    ofNamed(both(presentation), (attributes, named) => {
      const declared = Number(attributes.get(attribute)?.value ?? Number.NaN)
      const measured = combinedRate(presentation, named, rateOf)
      if (measured === undefined || Number.isNaN(declared) || Number.isNaN(measured)) return undefined
      const isNear = Math.abs(measured - declared) <= declared * tolerance
      return !isNear && `${attribute}=${declared}, measured ${Math.round(measured)}`
    })

const codecsOf = (attributes: Attributes) => attributes.get('CODECS')?.value.split(',')
const isText = (codec: string) => /^(wvtt|stpp)(\.|$)/.test(codec)

/** The playlists that a variant plays: its own, and those of its group of sounds. */
function playedBy(presentation: ReadPresentation, { attributes, playlist }: Named): MediaPlaylist[] {
  const group = attributes.get('AUDIO')?.value
  const sounds = ofTypes(presentation, 'AUDIO').filter(
    (sound) => group !== undefined && sound.attributes.get('GROUP-ID')?.value === group,
  )
  return [playlist, ...sounds.map((sound) => sound.playlist)].flatMap((each) => each ?? [])
}

const foundCodecs = (playlists: readonly MediaPlaylist[]) => [
  ...new Set(
    playlists
      .flatMap(({ segments }) => segments)
      .flatMap(({ initialization }) => initialization?.tracks.map(({ codec }) => codec) ?? []),
  ),
]

const namesEveryCodec = (presentation: ReadPresentation) =>
  ofNamed(both(presentation), (attributes, named) => {
    const declared = codecsOf(attributes)
    const missing = foundCodecs(playedBy(presentation, named)).filter(
      (found) => declared && !declared.some((codec) => isSameCodec(codec, found)),
    )
    return missing.length > 0 && `CODECS is "${declared?.join(',')}", without ${missing.join(', ')}`
  })

const namesNoOtherCodec = (presentation: ReadPresentation) =>
  ofNamed(both(presentation), (attributes, named) => {
    const played = playedBy(presentation, named)
    const isKnown = played.every(({ segments }) => segments.every(({ track }) => track))
    const found = foundCodecs(played)
    const other = (codecsOf(attributes) ?? []).filter(
      (codec) => !isText(codec) && !found.some((each) => isSameCodec(codec, each)),
    )
    return (
      isKnown && named.playlist && other.length > 0 && `${other.join(', ')} is in none of ${found.join(', ')}`
    )
  })

const resolutionIsTrue = (presentation: ReadPresentation) =>
  ofNamed(both(presentation), (attributes, { playlist }) => {
    const declared = attributes.get('RESOLUTION')?.value
    const tracks = playlist?.segments.flatMap(({ track }) => (track?.handler === 'vide' ? track : [])) ?? []
    const other = tracks.find(({ width, height }) => `${width}x${height}` !== declared)
    return declared !== undefined && other && `${declared}, stored ${other.width}x${other.height}`
  })

const frameRateIsTrue = ({ variants }: ReadPresentation) =>
  ofNamed(variants.filter(isVideo), (attributes, { playlist }) => {
    const declared = attributes.get('FRAME-RATE')?.value
    const measured = playlist && pictureRate(playlist)
    if (declared === undefined || measured === undefined) return undefined
    return Math.abs(Number(declared) - measured) > 0.01 && `${declared}, measured ${measured.toFixed(4)}`
  })

const frameRateIsRounded = ({ variants }: ReadPresentation) =>
  ofNamed(variants, (attributes) => {
    const declared = attributes.get('FRAME-RATE')?.value
    return declared !== undefined && !/^\d+\.\d{3}$/.test(declared) && `FRAME-RATE=${declared}`
  })

const channelsAreTrue = (presentation: ReadPresentation) =>
  ofNamed(ofTypes(presentation, 'AUDIO'), (attributes, { playlist }) => {
    const declared = attributes.get('CHANNELS')?.value
    const stored = playlist?.segments[0]?.track?.channels
    if (declared === undefined || stored === undefined) return undefined
    return Number(declared.split('/', 1)[0]) !== stored && `CHANNELS="${declared}", stored ${stored}`
  })

/** What the master says of media, held against the media. */
export const declaredRules: readonly Rule[] = [
  {
    rule: 'BANDWIDTH is the measured peak within 10 %',
    source: 'RFC 8216 §4.3.4.2, Apple HLS Authoring 1.27, 6.9, 9.13',
    check: rateIsTrue('BANDWIDTH', peakRate),
  },
  {
    rule: 'AVERAGE-BANDWIDTH is the measured average within 10 %',
    source: 'RFC 8216 §4.3.4.2, Apple HLS Authoring 1.26',
    check: rateIsTrue('AVERAGE-BANDWIDTH', averageRate),
  },
  { rule: 'CODECS names every codec that is played', source: 'RFC 8216 §4.3.4.2', check: namesEveryCodec },
  { rule: 'CODECS names no codec that is not played', source: 'RFC 8216 §4.3.4.2', check: namesNoOtherCodec },
  {
    rule: 'RESOLUTION is the size of the stored picture',
    source: 'RFC 8216 §4.3.4.2',
    check: resolutionIsTrue,
  },
  { rule: 'FRAME-RATE is the measured rate', source: 'RFC 8216 §4.3.4.2', check: frameRateIsTrue },
  { rule: 'FRAME-RATE has three decimals', source: 'RFC 8216 §4.3.4.2', check: frameRateIsRounded },
  { rule: 'CHANNELS is the count of stored channels', source: 'RFC 8216 §4.3.4.1', check: channelsAreTrue },
]
