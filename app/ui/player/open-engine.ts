import type shaka from 'shaka-player/dist/shaka-player.hls-es2021.js'
import { captionIn, captionsOf, type Caption } from './captions.ts'
import { qualitiesOf, type Quality } from './qualities.ts'
import { soundsOf, trackWithSound, type Sound } from './sounds.ts'
import type { StreamLinks } from './stream-links.ts'
import { preferredCodecs } from './video-codec.ts'

/** Seconds of film kept ahead: little until somebody plays, plenty then. */
const aheadAtRest = 6
const aheadAtPlay = 40
/** Seconds of what is buffered that still play while another track arrives. */
const keptAtSwitch = 2
const storageRefused = 403

/** What a viewer can choose among. */
export type Offer = {
  readonly qualities: readonly Quality[]
  readonly captions: readonly Caption[]
  readonly sounds: readonly Sound[]
}

export type EngineOptions = {
  readonly video: HTMLVideoElement
  /** Where captions are drawn. */
  readonly captionsBox: HTMLElement
  /** The address of the master playlist. */
  readonly manifest: string
  readonly links: StreamLinks
  /** Seconds. */
  readonly startAt: number
  /** Captions are shown from the start in the first of these that the film has. */
  readonly captionLanguages: readonly string[]
  readonly onOffer: (offer: Offer) => void
  readonly onFailure: (error: unknown) => void
}

export type Engine = {
  /** Plays this track from now on, or whatever the line allows. */
  chooseQuality(trackId: number | 'auto'): void
  /** Sounds like this track from now on, and looks as it did. */
  chooseSound(trackId: number): void
  chooseCaption(trackId: number | 'off'): void
  /** Somebody is watching: fetch further ahead. */
  fetchAhead(): void
  close(): Promise<void>
}

/** Loads the streaming engine (on pages with a film alone) and a film into it. Throws the engine's error when that fails. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { video, captionsBox, manifest, links, startAt, captionLanguages, onOffer, onFailure } = options
  const [{ default: engine }, { pictures }] = await Promise.all([
    import('shaka-player/dist/shaka-player.hls-es2021.js'),
    links.answer(),
  ])
  engine.polyfill.installAll()
  const player = new engine.Player()
  player.setVideoContainer(captionsBox)
  await player.attach(video)
  const patience = { maxAttempts: 5, baseDelay: 500, backoffFactor: 2, timeout: 30_000 }
  const lines = video.clientHeight * window.devicePixelRatio
  const codecs = await preferredCodecs(pictures, lines, navigator.mediaCapabilities)
  player.configure({
    abr: { restrictToElementSize: true, defaultBandwidthEstimate: 3_000_000 },
    streaming: { bufferingGoal: aheadAtRest, retryParameters: patience },
    // A film that is still being made can be watched to its last second so far.
    manifest: { retryParameters: patience, defaultPresentationDelay: 1 },
    preferredVideo: codecs.map((codec) => ({
      codec,
      hdrLevel: 'AUTO',
      label: '',
      language: '',
      layout: '',
      role: '',
    })),
  })
  keepLinksAlive(engine, player, links)

  const captions = () => captionsOf(player.getTextTracks(), navigator.languages)
  const chooseCaption = (trackId: number | 'off') =>
    player.selectTextTrack(player.getTextTracks().find(({ id }) => id === trackId) ?? null)
  const tell = () => {
    const variants = player.getVariantTracks()
    onOffer({
      qualities: qualitiesOf(variants),
      captions: captions(),
      sounds: soundsOf(variants, navigator.languages),
    })
  }
  for (const event of ['trackschanged', 'variantchanged', 'adaptation', 'textchanged'])
    player.addEventListener(event, tell)
  player.addEventListener('error', (event) => {
    const error = (event as unknown as { detail: shaka.util.Error }).detail
    if (error.severity === engine.util.Error.Severity.CRITICAL) onFailure(error)
  })
  try {
    await player.load(manifest, startAt)
  } catch (error) {
    await player.destroy()
    throw error
  }
  const wanted = captionIn(captions(), captionLanguages)
  if (wanted) chooseCaption(wanted.trackId)
  tell()

  let isAuto = true
  return {
    chooseQuality(trackId) {
      const track = player.getVariantTracks().find(({ id }) => id === trackId)
      isAuto = !track
      player.configure({ abr: { enabled: isAuto } })
      if (track) player.selectVariantTrack(track, true, keptAtSwitch)
      tell()
    },
    chooseSound(trackId) {
      const track = trackWithSound(player.getVariantTracks(), trackId)
      if (!track) return
      // The engine adapts among the tracks of the chosen sound, but does not let one be chosen while it adapts.
      player.configure({ abr: { enabled: false } })
      player.selectVariantTrack(track, true, keptAtSwitch)
      player.configure({ abr: { enabled: isAuto } })
      tell()
    },
    chooseCaption(trackId) {
      chooseCaption(trackId)
      tell()
    },
    fetchAhead: () => player.configure({ streaming: { bufferingGoal: aheadAtPlay } }),
    close: () => player.destroy(),
  }
}

/** Every segment is fetched with a signature that lives, also when the film outlasts the links in its playlists. */
function keepLinksAlive(engine: typeof shaka, player: shaka.Player, links: StreamLinks): void {
  const network = player.getNetworkingEngine()
  if (!network) throw new Error('the engine has no network')
  network.registerRequestFilter(async (type, request) => {
    if (type !== engine.net.NetworkingEngine.RequestType.SEGMENT) return
    request.uris = await Promise.all(request.uris.map((uri) => links.fresh(uri)))
  })
  network.addEventListener('retry', (event) => {
    const { error } = event as unknown as { error: shaka.util.Error | null }
    if (error?.data[1] === storageRefused) links.distrust()
  })
}
