import { fileProblemText, problemOfFile } from '#domain/media/rules.ts'
import { fingerprintOf } from './fingerprint.ts'
import { PartSlots } from './part-slots.ts'
import { patiently } from './patience.ts'
import { Speedometer, type Pace } from './speed.ts'
import { UploadRefused, uploadApi } from './upload-api.ts'
import type { Transport } from './uppy-transport.ts'

export type UploadState = 'refused' | 'waiting' | 'uploading' | 'paused' | 'finishing' | 'done' | 'failed'

/** A file on its way, as the page shows it. Sizes in bytes. */
export type UploadEntry = {
  readonly id: string
  readonly name: string
  readonly sizeBytes: number
  readonly sentBytes: number
  readonly state: UploadState
  readonly pace: Pace
  /** What is wrong, in words. */
  readonly problem: string | undefined
  readonly mediaId: string | undefined
}

export type UploadsView = {
  readonly entries: readonly UploadEntry[]
  /** False while the network is away and files wait for it. */
  readonly connected: boolean
  /** Grows with every upload that begins or ends: what the server lists has changed. */
  readonly changes: number
}

const still: Pace = { bytesPerSecond: 0, secondsLeft: undefined }
export const emptyView: UploadsView = { entries: [], connected: true, changes: 0 }
const repaintMs = 200
const retries = 3

const isOnItsWay = (state: UploadState) =>
  state === 'waiting' || state === 'uploading' || state === 'finishing'

type Tracked = {
  readonly file: File
  readonly fingerprint: string
  readonly speed: Speedometer
  readonly stop: AbortController
  uploadId: string | undefined
  failures: number
  entry: UploadEntry
}

/** The files that this browser is uploading. Lives as long as the page's scripts do, whatever page is shown. */
export class Uploads {
  readonly #tracked = new Map<string, Tracked>()
  readonly #listeners = new Set<() => void>()
  readonly #starting = new PartSlots(2)
  #transport: Promise<Transport> | undefined
  #view = emptyView
  #connected = true
  #changes = 0
  #count = 0
  #repaint: ReturnType<typeof setTimeout> | undefined

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  view = () => this.#view

  /** Takes files up; one that is on its way already is not taken twice. `maxBytes` is the limit of one file. */
  add(files: readonly File[], maxBytes: number): void {
    for (const file of files) {
      const fingerprint = fingerprintOf(file)
      const known = [...this.#tracked.values()].find((other) => other.fingerprint === fingerprint)
      if (known && known.entry.state !== 'refused' && known.entry.state !== 'failed') continue
      if (known) this.dismiss(known.entry.id)
      const problem = problemOfFile(
        { filename: file.name, contentType: file.type, sizeBytes: file.size },
        maxBytes,
      )
      const tracked: Tracked = {
        file,
        fingerprint,
        speed: new Speedometer(),
        stop: new AbortController(),
        uploadId: undefined,
        failures: 0,
        entry: {
          id: `upload-${++this.#count}`,
          name: file.name,
          sizeBytes: file.size,
          sentBytes: 0,
          state: problem ? 'refused' : 'waiting',
          pace: still,
          problem: problem && fileProblemText(problem, maxBytes),
          mediaId: undefined,
        },
      }
      this.#tracked.set(tracked.entry.id, tracked)
      if (!problem) void this.#begin(tracked)
    }
    this.#publish()
  }

  pause(id: string): void {
    const tracked = this.#tracked.get(id)
    if (tracked?.entry.state !== 'uploading' || !tracked.uploadId) return
    const { uploadId } = tracked
    void this.#transport?.then((transport) => transport.pause(uploadId))
    tracked.speed.rest()
    this.#set(tracked, { state: 'paused', pace: still })
  }

  resume(id: string): void {
    const tracked = this.#tracked.get(id)
    if (tracked?.entry.state !== 'paused' || !tracked.uploadId) return
    const { uploadId } = tracked
    void this.#transport?.then((transport) => transport.resume(uploadId))
    this.#set(tracked, { state: 'uploading' })
  }

  pauseAll(): void {
    for (const id of this.#tracked.keys()) this.pause(id)
  }

  resumeAll(): void {
    for (const id of this.#tracked.keys()) this.resume(id)
  }

  /** Another try after a failure; what has arrived is not sent again. */
  retry(id: string): void {
    const tracked = this.#tracked.get(id)
    if (tracked?.entry.state !== 'failed') return
    tracked.failures = 0
    void this.#begin(tracked)
  }

  /** Ends an upload for good; what has arrived is thrown away. Throws when the server could not be told. */
  async cancel(id: string): Promise<void> {
    const tracked = this.#tracked.get(id)
    if (!tracked) return
    const { uploadId } = tracked
    tracked.stop.abort()
    if (uploadId) {
      const transport = await this.#transport
      transport?.drop(uploadId)
      await uploadApi.cancel(uploadId).catch((error: unknown) => {
        // Complete or cancelled elsewhere: there is nothing left to cancel.
        if (!(error instanceof UploadRefused)) throw error
      })
    }
    this.dismiss(id)
    this.#changes++
    this.#publish()
  }

  /** Takes an entry off the list. */
  dismiss(id: string): void {
    this.#tracked.delete(id)
    this.#publish()
  }

  /** Takes everything off the list that is over. */
  dismissAll(): void {
    for (const [id, { entry }] of this.#tracked)
      if (entry.state === 'done' || entry.state === 'refused' || entry.state === 'failed')
        this.#tracked.delete(id)
    this.#publish()
  }

  async #begin(tracked: Tracked): Promise<void> {
    const { file, fingerprint } = tracked
    const { signal } = tracked.stop
    this.#set(tracked, { state: 'waiting', problem: undefined })
    try {
      const release = await this.#starting.take('all', signal)
      const facts = { filename: file.name, sizeBytes: file.size, contentType: file.type, fingerprint }
      const upload = await patiently(() => uploadApi.start(facts, signal), {
        signal,
        onLine: this.#onLine,
      }).finally(release)
      const transport = await this.#connect()
      signal.throwIfAborted()
      tracked.uploadId = upload.id
      tracked.speed.rest()
      const sentBytes = upload.parts.reduce((sum, part) => sum + part.sizeBytes, 0)
      this.#changes++
      this.#set(tracked, { state: 'uploading', sentBytes, mediaId: upload.mediaId })
      transport.send({ file, uploadId: upload.id, partSizeBytes: upload.partSizeBytes })
    } catch (error) {
      if (!signal.aborted) this.#fail(tracked, error)
    }
  }

  /** Uppy comes with the first file, not with the page. */
  #connect(): Promise<Transport> {
    this.#transport ??= import('./uppy-transport.ts').then(({ createTransport }) =>
      createTransport({
        onLine: this.#onLine,
        onProgress: (uploadId, sentBytes) => {
          const tracked = this.#byUpload(uploadId)
          if (tracked?.entry.state !== 'uploading') return
          tracked.speed.note(sentBytes, performance.now())
          this.#set(tracked, { sentBytes, pace: tracked.speed.read(tracked.entry.sizeBytes) })
        },
        onFinishing: (uploadId) => {
          const tracked = this.#byUpload(uploadId)
          if (tracked)
            this.#set(tracked, { state: 'finishing', sentBytes: tracked.entry.sizeBytes, pace: still })
        },
        onDone: (uploadId, { failure }) => {
          const tracked = this.#byUpload(uploadId)
          if (!tracked) return
          this.#changes++
          tracked.uploadId = undefined
          this.#set(tracked, failure ? { state: 'refused', problem: failure } : { state: 'done' })
        },
        onError: (uploadId, error) => {
          const tracked = this.#byUpload(uploadId)
          if (!tracked || tracked.stop.signal.aborted) return
          const isFinal = error instanceof UploadRefused && error.reason !== 'parts_missing'
          if (!isFinal && ++tracked.failures <= retries) void this.#begin(tracked)
          else this.#fail(tracked, error)
        },
      }),
    )
    this.#transport.catch(() => {
      this.#transport = undefined
    })
    return this.#transport
  }

  #byUpload(uploadId: string): Tracked | undefined {
    return [...this.#tracked.values()].find((tracked) => tracked.uploadId === uploadId)
  }

  #fail(tracked: Tracked, error: unknown): void {
    const problem =
      error instanceof UploadRefused
        ? error.message
        : 'The upload stopped. What has arrived is kept: try again, and it goes on from there.'
    this.#set(tracked, { state: 'failed', problem, pace: still })
  }

  #onLine = (connected: boolean): void => {
    if (connected === this.#connected) return
    this.#connected = connected
    this.#publish()
  }

  #set(tracked: Tracked, change: Partial<UploadEntry>): void {
    const before = tracked.entry.state
    tracked.entry = { ...tracked.entry, ...change }
    if (tracked.entry.state !== before) this.#publish()
    else this.#repaint ??= setTimeout(() => this.#publish(), repaintMs)
  }

  #publish(): void {
    clearTimeout(this.#repaint)
    this.#repaint = undefined
    const entries = [...this.#tracked.values()].map(({ entry }) => entry)
    const isWaiting = entries.some(({ state }) => isOnItsWay(state))
    this.#view = { entries, connected: this.#connected || !isWaiting, changes: this.#changes }
    // Leaving the site would stop what is on its way.
    window[isWaiting ? 'addEventListener' : 'removeEventListener']('beforeunload', warnBeforeLeaving)
    for (const listener of this.#listeners) listener()
  }
}

function warnBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
