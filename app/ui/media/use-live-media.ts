import { useEffect, useMemo, useState } from 'react'
import type { MediaProgress } from '#domain/transcode/work/media-progress.ts'

type Known = { readonly id: string; readonly updatedAt?: Date | string }

export type LiveMedia<Item> = {
  /** What the page was loaded with, brought up to date. Media it was not loaded with are counted in `unseen`. */
  readonly items: Item[]
  /** Media that changed and are not on the page: load it again to show them. */
  readonly unseen: number
  /** False once the connection has been lost for some seconds; it heals by itself. */
  readonly connected: boolean
  /** When news last came; undefined until then. */
  readonly updatedAt: Date | undefined
}

/** Longer than a server takes to end a stream that grew old and the browser to come back. */
const patienceMs = 5000
const retryMs = 5000

/** Keeps media on a page up to date by server-sent events, for as long as it is open. */
export function useLiveMedia<Item extends Known>(
  initial: readonly Item[],
  { org }: { org?: string } = {},
): LiveMedia<Item> {
  const [news, setNews] = useState<ReadonlyMap<string, MediaProgress>>(new Map())
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const [connected, setConnected] = useState(true)
  const [updatedAt, setUpdatedAt] = useState<Date>()

  useEffect(() => {
    const address = org ? `/live/media?${new URLSearchParams({ org })}` : '/live/media'
    let source: EventSource | undefined
    let lost: ReturnType<typeof setTimeout> | undefined
    let again: ReturnType<typeof setTimeout> | undefined
    const isBack = () => {
      clearTimeout(lost)
      lost = undefined
      setConnected(true)
      setUpdatedAt(new Date())
    }
    const open = () => {
      source = new EventSource(address)
      source.addEventListener('open', isBack)
      source.addEventListener('media', (event: MessageEvent<string>) => {
        const items = JSON.parse(event.data) as MediaProgress[]
        setNews((known) => new Map([...known, ...items.map((item) => [item.id, item] as const)]))
        setUpdatedAt(new Date())
      })
      source.addEventListener('gone', (event: MessageEvent<string>) => {
        const ids = JSON.parse(event.data) as string[]
        setGone((known) => new Set([...known, ...ids]))
        setNews((known) => new Map([...known].filter(([id]) => !ids.includes(id))))
        setUpdatedAt(new Date())
      })
      source.addEventListener('error', () => {
        lost ??= setTimeout(() => setConnected(false), patienceMs)
        // The browser gives up on an answer that is no stream; we do not.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(open, retryMs)
      })
    }
    open()
    return () => {
      source?.close()
      clearTimeout(lost)
      clearTimeout(again)
    }
  }, [org])

  return useMemo(() => {
    const items = initial
      .filter(({ id }) => !gone.has(id) || news.has(id))
      .map((item) => {
        const change = news.get(item.id)
        return change ? newest(item, change) : item
      })
    const known = new Set(initial.map(({ id }) => id))
    const unseen = [...news.keys()].filter((id) => !known.has(id)).length
    return { items, unseen, connected, updatedAt }
  }, [initial, news, gone, connected, updatedAt])
}

/** A page that was loaded anew may know more than the last event told. */
function newest<Item extends Known>(item: Item, change: MediaProgress): Item {
  const known = item.updatedAt
  if (known !== undefined && new Date(change.updatedAt) < new Date(known)) return item
  const updatedAt = known instanceof Date ? new Date(change.updatedAt) : change.updatedAt
  return { ...item, ...change, updatedAt }
}
