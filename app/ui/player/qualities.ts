/** What the engine says of a track, as far as a viewer can choose by it. */
export type Track = {
  readonly id: number
  readonly active: boolean
  readonly width: number | null
  readonly height: number | null
  /** bit/s. */
  readonly bandwidth: number
}

/** One line of the quality menu. */
export type Quality = { readonly trackId: number; readonly label: string; readonly isActive: boolean }

/** The qualities of a film, best first: by the short side of the picture, as portrait films are films; or by bit rate without one. */
export function qualitiesOf(tracks: readonly Track[]): Quality[] {
  const best = new Map<string, Track>()
  for (const track of [...tracks].sort((a, b) => b.bandwidth - a.bandwidth)) {
    const label = labelOf(track)
    const known = best.get(label)
    if (!known || track.active) best.set(label, track)
  }
  return [...best].map(([label, { id, active }]) => ({ trackId: id, label, isActive: active }))
}

function labelOf({ width, height, bandwidth }: Track): string {
  if (width && height) return `${Math.min(width, height)}p`
  return `${Math.round(bandwidth / 8000) * 8} kbit/s`
}
