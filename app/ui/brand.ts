import type { CSSProperties } from 'react'

type Rgb = [red: number, green: number, blue: number]
type Lab = [lightness: number, a: number, b: number]

/** What the brand's colour must be readable against: the lightest and the darkest ground of each theme. */
const lightGround: Rgb = hexToRgb('#f2f3f5')
const darkGround: Rgb = hexToRgb('#25272d')
const minimum = 4.5

export type BrandColors = { light: string; dark: string }

/**
 * An organization's colour, darkened for the light theme and lightened for the dark one until text in it, and text
 * on it, has a contrast of at least 4.5 (WCAG 2.2, 1.4.3). Takes `#rgb` or `#rrggbb`; undefined for anything else.
 */
export function brandColors(hex: string): BrandColors | undefined {
  if (!/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(hex)) return undefined
  const lab = rgbToOklab(hexToRgb(hex))
  return { light: moveUntilReadable(lab, lightGround, -0.01), dark: moveUntilReadable(lab, darkGround, 0.01) }
}

/** Puts an organization's colour on an element and all inside it: `<div style={brandStyle(organization.color)}>`. */
export function brandStyle(hex: string | null | undefined): CSSProperties | undefined {
  const colors = hex ? brandColors(hex) : undefined
  if (!colors) return undefined
  return { '--brand': `light-dark(${colors.light}, ${colors.dark})` } as CSSProperties
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2). Takes `#rrggbb`. */
export function contrast(one: string, other: string): number {
  return contrastOf(hexToRgb(one), hexToRgb(other))
}

function moveUntilReadable([lightness, a, b]: Lab, ground: Rgb, step: number): string {
  for (let moved = lightness; moved > 0 && moved < 1; moved += step) {
    const rgb = fitToScreen([moved, a, b])
    if (contrastOf(rgb, ground) >= minimum) return rgbToHex(rgb)
  }
  return step < 0 ? '#000000' : '#ffffff'
}

/** Takes colourfulness away until a screen can show it: the hue stays. */
function fitToScreen([lightness, a, b]: Lab): Rgb {
  for (let chroma = 1; chroma > 0; chroma -= 0.05) {
    const rgb = oklabToRgb([lightness, a * chroma, b * chroma])
    if (rgb.every((channel) => channel >= -0.001 && channel <= 1.001)) return round(rgb)
  }
  return round(oklabToRgb([lightness, 0, 0]))
}

const round = (rgb: Rgb) =>
  rgb.map((channel) => Math.round(Math.min(1, Math.max(0, channel)) * 255) / 255) as Rgb

function contrastOf(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map(toLinear) as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const toLinear = (channel: number) =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
const fromLinear = (channel: number) =>
  channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055

function hexToRgb(hex: string): Rgb {
  const digits = hex.slice(1)
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits
  return [0, 2, 4].map((at) => parseInt(long.slice(at, at + 2), 16) / 255) as Rgb
}

const rgbToHex = (rgb: Rgb) =>
  `#${rgb
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

// Oklab after Björn Ottosson, https://bottosson.github.io/posts/oklab/
function rgbToOklab(rgb: Rgb): Lab {
  const [red, green, blue] = rgb.map(toLinear) as Rgb
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function oklabToRgb([lightness, a, b]: Lab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const linear: Rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return linear.map((channel) => (channel < 0 ? channel * 12.92 : fromLinear(channel))) as Rgb
}
