const windowMs = 8000

export type Pace = { readonly bytesPerSecond: number; readonly secondsLeft: number | undefined }

/** The pace of a transfer over the last seconds, from how much had been sent when. Times in milliseconds. */
export class Speedometer {
  #samples: { at: number; bytes: number }[] = []

  note(sentBytes: number, at: number): void {
    const last = this.#samples.at(-1)
    // A part that is sent again takes bytes back: the pace begins anew.
    if (last && sentBytes < last.bytes) this.#samples = []
    this.#samples.push({ at, bytes: sentBytes })
    while (this.#samples.length > 2 && at - this.#samples[0]!.at > windowMs) this.#samples.shift()
  }

  /** Forgets what was before a pause. */
  rest(): void {
    this.#samples = []
  }

  read(totalBytes: number): Pace {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)]
    if (!first || !last || last.at - first.at < 500) return { bytesPerSecond: 0, secondsLeft: undefined }
    const bytesPerSecond = ((last.bytes - first.bytes) * 1000) / (last.at - first.at)
    return {
      bytesPerSecond,
      secondsLeft: bytesPerSecond > 0 ? (totalBytes - last.bytes) / bytesPerSecond : undefined,
    }
  }
}
