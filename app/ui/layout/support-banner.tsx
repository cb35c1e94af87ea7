import { Form, useRevalidator } from '@remix-run/react'
import { Eye } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CSSProperties, ReactNode } from 'react'
import { buttonClass } from '../kit/button.tsx'
import { useHydrated } from '../use-hydrated.ts'
import { useViewer } from '../viewer.ts'

const bannerHeight = '3rem'

/** While the platform owner sees the product as somebody else, every page says so, and leads out of it. */
export function SupportFrame({ children }: { children: ReactNode }) {
  const viewer = useViewer()
  if (!viewer?.supportUntil) return children
  return (
    <div style={{ '--banner': bannerHeight } as CSSProperties}>
      <section
        aria-label="Support mode"
        data-chrome
        className="sticky top-0 z-40 flex h-12 items-center gap-3 bg-warn px-4 text-sm text-on-tone"
      >
        <Eye aria-hidden className="size-4 shrink-0 max-sm:hidden" />
        <p className="min-w-0 flex-1 truncate">
          You see this as <strong>{viewer.fullName}</strong>
          <span className="max-sm:hidden">, and can change nothing</span>
        </p>
        <TimeLeft until={viewer.supportUntil} fullName={viewer.fullName} />
        <Form method="post" action="/support/end" reloadDocument>
          <button type="submit" className={buttonClass('quiet', 'sm')}>
            <span>
              End<span className="max-sm:sr-only"> support mode</span>
            </span>
          </button>
        </Form>
      </section>
      {children}
    </div>
  )
}

/** Whole minutes, kept true; when they are over the page is the supporter's own again. Screen readers hear of the last ones. */
function TimeLeft({ until, fullName }: { until: string; fullName: string }) {
  const hydrated = useHydrated()
  const { revalidate } = useRevalidator()
  const [now, setNow] = useState(() => Date.now())
  const left = Date.parse(until) - now
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (left <= 0) void revalidate()
  }, [left, revalidate])
  const minutes = Math.max(0, Math.ceil(left / 60_000))
  const told = toldMinutes.find((each) => minutes <= each)
  return (
    <>
      <p className="tabular min-w-12 shrink-0 text-right">
        {hydrated && (
          <>
            {minutes} min<span className="max-sm:sr-only"> left</span>
          </>
        )}
      </p>
      <p role="status" className="sr-only">
        {hydrated &&
          `Support mode: you see this as ${fullName}, and can change nothing.${told ? ` ${told === 1 ? 'One minute is' : `${told} minutes are`} left.` : ''}`}
      </p>
    </>
  )
}

const toldMinutes = [1, 5, 10]
