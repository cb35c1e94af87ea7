import { cx } from './cx.ts'

/** Holds the place of what is on its way. Give it the height and width of the real thing. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx('animate-breathe rounded-md bg-sunken', className)} />
}
