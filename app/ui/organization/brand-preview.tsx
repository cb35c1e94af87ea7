import { brandColors, brandStyle } from '../brand.ts'
import { buttonClass } from '../kit/button.tsx'

export type BrandPreviewProps = { name: string; primary: string; accent: string }

/** A piece of the storefront in these colours, light and dark. */
export function BrandPreview({ name, primary, accent }: BrandPreviewProps) {
  return (
    <div role="group" aria-label="Preview" className="grid gap-3 sm:grid-cols-2">
      {(['light', 'dark'] as const).map((theme) => (
        <figure key={theme} className="grid gap-1.5">
          <div data-theme={theme} className="rounded-md border border-line bg-canvas text-ink">
            <div style={brandStyle(primary)} className="grid gap-2 rounded-md bg-brand-quiet p-4">
              <span style={brandStyle(accent)}>
                <span aria-hidden className="block h-1 w-10 rounded-full bg-brand" />
              </span>
              <p className="truncate text-lg font-semibold">{name}</p>
              <p className="text-sm text-brand underline underline-offset-3">A link</p>
              <span aria-hidden className={buttonClass('primary', 'sm', 'justify-self-start')}>
                A button
              </span>
            </div>
          </div>
          <figcaption className="tabular text-sm text-ink-quiet">{wordsOf(theme, primary)}</figcaption>
        </figure>
      ))}
    </div>
  )
}

function wordsOf(theme: 'light' | 'dark', hex: string): string {
  const name = theme === 'light' ? 'Light' : 'Dark'
  const shown = brandColors(hex)?.[theme]
  if (!shown) return name
  return shown === hex.toLowerCase() ? `${name}: as it is` : `${name}: shown as ${shown} to be readable`
}
