import { encode } from 'uqr'

/** A QR code as one SVG path over a square of `size` units; a dark module is one unit. */
export type QrCode = { readonly size: number; readonly path: string }

/** Draws a text as a QR code with the quiet zone that scanners need. */
export function drawQrCode(text: string): QrCode {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return { size, path }
}
