import { rgbaToDataURL, thumbHashToRGBA } from 'thumbhash'

const kept = new Map<string, string>()
const keepAtMost = 1000
const [columns, rows] = [8, 5]

/** A blurred picture of some 350 bytes as a data URL, from a base64 thumbhash; undefined when it is none. */
export function placeholderUrl(hash: string): string | undefined {
  const known = kept.get(hash)
  if (known) return known
  try {
    const bytes = Uint8Array.from(atob(hash), (character) => character.charCodeAt(0))
    const { w, h, rgba } = thumbHashToRGBA(bytes)
    const url = rgbaToDataURL(columns, rows, shrink(rgba, w, h))
    if (kept.size >= keepAtMost) kept.clear()
    kept.set(hash, url)
    return url
  } catch {
    // A poster without its placeholder is still a poster.
    return undefined
  }
}

/** Averages the pixels under each of `columns` by `rows` cells: the PNG is uncompressed, and it is shown blurred. */
function shrink(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const small = new Uint8Array(columns * rows * 4)
  for (let cell = 0; cell < columns * rows; cell++) {
    const [left, right] = span(cell % columns, columns, width)
    const [top, bottom] = span(Math.floor(cell / columns), rows, height)
    for (let channel = 0; channel < 4; channel++) {
      let sum = 0
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++) sum += rgba[(y * width + x) * 4 + channel] ?? 0
      small[cell * 4 + channel] = sum / ((right - left) * (bottom - top))
    }
  }
  return small
}

function span(index: number, cells: number, pixels: number): [from: number, to: number] {
  const from = Math.floor((index * pixels) / cells)
  return [from, Math.max(from + 1, Math.floor(((index + 1) * pixels) / cells))]
}
