import { readFileSync, existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type Stripe from 'stripe'

/** A price as it travels: decimals are text in JSON, and the package makes `Decimal` objects of them. */
export type WirePrice = Omit<Stripe.Price, 'unit_amount_decimal'> & { unit_amount_decimal: string | null }
export type WireLineItem = Omit<Stripe.LineItem, 'price'> & { price: WirePrice }
export type StoredEvent = Omit<Stripe.EventBase, 'data'> & {
  data: { object: object; previous_attributes?: object }
}

export type Attempt = { at: number; status: number | null; error: string | null; took_ms: number }
/** One promise to bring one event to the webhook address. Times are in milliseconds. */
export type Delivery = {
  id: string
  event: string
  type: string
  state: 'pending' | 'held' | 'delivered' | 'failed' | 'dropped'
  created: number
  next_at: number | null
  attempts: Attempt[]
}

/** The answer first given under an idempotency key, and what was asked. `id` is the key, within its account. */
export type Replay = {
  id: string
  asked: string
  at: number
  status: number
  body: string
  requestId: string
}

/** Everything the stand-in remembers, one table for each kind of object. A new room adds its lines here and below. */
export type Tables = {
  customers: Stripe.Customer | Stripe.DeletedCustomer
  products: Stripe.Product
  prices: WirePrice
  sessions: Stripe.Checkout.Session
  /** What the session's page and its payment need, and its API does not show. */
  sessionDetails: { id: string; lines: WireLineItem[]; intent: IntentData }
  paymentIntents: Stripe.PaymentIntent
  charges: Stripe.Charge
  balanceTransactions: Stripe.BalanceTransaction
  refunds: Stripe.Refund
  disputes: Stripe.Dispute
  events: StoredEvent
  deliveries: Delivery
  replays: Replay
}

export type IntentData = {
  metadata: Record<string, string>
  description: string | null
  receipt_email: string | null
  statement_descriptor: string | null
  statement_descriptor_suffix: string | null
  transfer_group: string | null
}

type Rows = { [K in keyof Tables]: Map<string, Tables[K]> }

const emptyRows = (): Rows => ({
  customers: new Map(),
  products: new Map(),
  prices: new Map(),
  sessions: new Map(),
  sessionDetails: new Map(),
  paymentIntents: new Map(),
  charges: new Map(),
  balanceTransactions: new Map(),
  refunds: new Map(),
  disputes: new Map(),
  events: new Map(),
  deliveries: new Map(),
  replays: new Map(),
})

export type Store = {
  rows: Rows
  /** Writes everything to the data file soon; many calls become one write. */
  saveSoon(): void
  /** Writes now and resolves when it is on disk. */
  flush(): Promise<void>
  clear(): void
}

/** The stand-in's memory. With `dataFile`, it begins with what is there and keeps it; a file that is not its own is refused. */
export function openStore(dataFile?: string, delayMs = 150): Store {
  const rows = emptyRows()
  if (dataFile && existsSync(dataFile)) load(rows, dataFile)
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (!dataFile) return Promise.resolve()
    writing = writing.catch(() => undefined).then(() => write(rows, dataFile))
    return writing
  }

  return {
    rows,
    flush,
    saveSoon() {
      if (!dataFile || timer) return
      timer = setTimeout(() => {
        flush().catch((error: unknown) => console.error('stripe stand-in: not saved', error))
      }, delayMs)
    },
    clear() {
      for (const table of Object.values(rows)) table.clear()
    },
  }
}

function load(rows: Rows, dataFile: string): void {
  const saved = JSON.parse(readFileSync(dataFile, 'utf8')) as {
    version?: number
    rows?: Record<string, { id: string }[]>
  }
  if (saved.version !== 1 || !saved.rows)
    throw new Error(`${dataFile} is not the data of the Stripe stand-in`)
  for (const [name, table] of Object.entries(rows) as [string, Map<string, unknown>][]) {
    for (const row of saved.rows[name] ?? []) table.set(row.id, row)
  }
}

async function write(rows: Rows, dataFile: string): Promise<void> {
  const plain = Object.fromEntries(Object.entries(rows).map(([name, table]) => [name, [...table.values()]]))
  await mkdir(dirname(dataFile), { recursive: true })
  await writeFile(`${dataFile}.new`, JSON.stringify({ version: 1, rows: plain }))
  await rename(`${dataFile}.new`, dataFile)
}
