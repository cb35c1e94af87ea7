import type shaka from 'shaka-player/dist/shaka-player.hls-es2021.js'
import { qualitiesOf, type Quality } from './qualities.ts'
import { askForLinks, createStreamLinks } from './stream-links.ts'

/** Seconds of film kept ahead: little until somebody plays, plenty then. */
const aheadAtRest = 6
const aheadAtPlay = 40
const storageRefused = 403

export type EngineOptions = {
  readonly video: HTMLVideoElement
  readonly contentId: string
  /** Seconds. */
  readonly startAt: number
  readonly onQualities: (qualities: Quality[]) => void
  readonly onFailure: (error: unknown) => void
}

export type Engine = {
  /** Plays this track from now on, or whatever the line allows. */
  choose(trackId: number | 'auto'): void
  /** Somebody is watching: fetch further ahead. */
  fetchAhead(): void
  close(): Promise<void>
}

/** Loads the streaming engine (on pages with a film alone) and a film into it. Throws the engine's error when that fails. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { video, contentId, startAt, onQualities, onFailure } = options
  const { default: engine } = await import('shaka-player/dist/shaka-player.hls-es2021.js')
  engine.polyfill.installAll()
  const player = new engine.Player()
  await player.attach(video)
  const patience = { maxAttempts: 5, baseDelay: 500, backoffFactor: 2, timeout: 30_000 }
  player.configure({
    abr: { restrictToElementSize: true, defaultBandwidthEstimate: 3_000_000 },
    streaming: { bufferingGoal: aheadAtRest, retryParameters: patience },
    manifest: { retryParameters: patience },
  })
  keepLinksAlive(engine, player, contentId)

  const tell = () => onQualities(qualitiesOf(player.getVariantTracks()))
  for (const event of ['trackschanged', 'variantchanged', 'adaptation']) player.addEventListener(event, tell)
  player.addEventListener('error', (event) => {
    const error = (event as unknown as { detail: shaka.util.Error }).detail
    if (error.severity === engine.util.Error.Severity.CRITICAL) onFailure(error)
  })
  try {
    await player.load(`/api/content/${contentId}/hls/master.m3u8`, startAt)
  } catch (error) {
    await player.destroy()
    throw error
  }
  tell()

  return {
    choose(trackId) {
      const track = player.getVariantTracks().find(({ id }) => id === trackId)
      player.configure({ abr: { enabled: !track } })
      // What is buffered in the old quality goes, but for a moment to play while the new arrives.
      if (track) player.selectVariantTrack(track, true, 2)
      tell()
    },
    fetchAhead: () => player.configure({ streaming: { bufferingGoal: aheadAtPlay } }),
    close: () => player.destroy(),
  }
}

/** Every segment is fetched with a signature that lives, also when the film outlasts the links in its playlists. */
function keepLinksAlive(engine: typeof shaka, player: shaka.Player, contentId: string): void {
  const network = player.getNetworkingEngine()
  if (!network) throw new Error('the engine has no network')
  const links = createStreamLinks({ ask: () => askForLinks(contentId) })
  network.registerRequestFilter(async (type, request) => {
    if (type !== engine.net.NetworkingEngine.RequestType.SEGMENT) return
    request.uris = await Promise.all(request.uris.map((uri) => links.fresh(uri)))
  })
  network.addEventListener('retry', (event) => {
    const { error } = event as unknown as { error: shaka.util.Error | null }
    if (error?.data[1] === storageRefused) links.distrust()
  })
}
