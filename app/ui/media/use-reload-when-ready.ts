import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'

type Standing = {
  readonly status: string
  readonly publishedGeneration: number | null
  readonly improving: boolean
}

/** Loads the page again when live news say that there is more to show than it was loaded with. */
export function useReloadWhenReady(now: Standing, loaded: Standing): void {
  const { revalidate } = useRevalidator()
  const isNew =
    now.status !== loaded.status ||
    now.publishedGeneration !== loaded.publishedGeneration ||
    now.improving !== loaded.improving
  useEffect(() => {
    if (isNew) void revalidate()
  }, [isNew, now.status, now.publishedGeneration, now.improving, revalidate])
}
