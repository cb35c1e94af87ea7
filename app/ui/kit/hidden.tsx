import type { ReactNode } from 'react'

/** Words for screen readers only. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="sr-only">{children}</span>
}

/** The first stop of the keyboard: past the navigation, to `<main id="main">`. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="fixed top-2 left-2 z-50 -translate-y-24 rounded-md bg-raised px-4 py-2 font-medium text-ink focus:translate-y-0 focus:shadow-high"
    >
      Skip to the content
    </a>
  )
}
