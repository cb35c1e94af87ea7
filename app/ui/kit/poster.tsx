import { AudioLines, FileText, Film } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { formatDuration, spokenDuration } from './format.ts'
import { placeholderUrl } from './placeholder.ts'

const icons = { video: Film, audio: AudioLines, written: FileText }

export type PosterProps = {
  src?: string | null | undefined
  srcSet?: string | undefined
  /** How wide it is shown, as in `sizes` of an img. */
  sizes?: string | undefined
  /** Empty when the title stands beside it. */
  alt?: string
  /** Base64 thumbhash of the poster. */
  hash?: string | null | undefined
  /** Seconds, shown in the corner. */
  duration?: number | null | undefined
  /** Width by height; 16/9 unless the film is not. */
  ratio?: number
  kind?: keyof typeof icons
  /** Among the first things seen: loaded at once. */
  eager?: boolean
  className?: string
  /** Laid over the picture: a badge, a progress line. */
  children?: ReactNode
}

/** A film's poster: its room is kept, and blurred until the picture is there. */
export function Poster(props: PosterProps) {
  const {
    src,
    srcSet,
    sizes,
    alt = '',
    hash,
    duration,
    ratio = 16 / 9,
    kind = 'video',
    eager,
    className,
    children,
  } = props
  const Icon = icons[kind]
  const placeholder = hash ? placeholderUrl(hash) : undefined
  return (
    <div
      className={cx('relative isolate overflow-hidden rounded-md bg-sunken', className)}
      style={{ aspectRatio: ratio }}
    >
      {placeholder && (
        <div
          className="absolute inset-0 scale-125 bg-cover bg-center blur-md"
          style={{ backgroundImage: `url(${placeholder})` }}
        />
      )}
      {src ? (
        <img
          src={src}
          srcSet={srcSet}
          sizes={sizes}
          alt={alt}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          {...(eager && { fetchpriority: 'high' })}
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        !placeholder && (
          <Icon aria-hidden strokeWidth={1.25} className="absolute inset-0 m-auto size-9 text-ink-quiet/60" />
        )
      )}
      {children}
      {typeof duration === 'number' && (
        <span
          className="tabular absolute right-2 bottom-2 rounded-sm bg-black/75 px-1.5 py-0.5 text-xs font-medium text-white"
          aria-label={spokenDuration(duration)}
          role="img"
        >
          {formatDuration(duration)}
        </span>
      )}
    </div>
  )
}
