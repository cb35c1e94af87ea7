import type { Wiring } from './wiring.ts'

/** The stand-in's controls, as a test calls them. */
export function stripeControls(wiring: Pick<Wiring, 'env'>) {
  const base = wiring.env.STRIPE_API_URL
  const call = async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${base}/_control${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  return {
    mode: (delivery: 'normal' | 'hold' | 'drop' | 'twice') => call('POST', '/mode', { delivery }),
    webhookUrl: (url: string | null) => call('POST', '/webhook-url', { url }),
    /** Pays a session as its page's button would. */
    pay: (session: string, how: { method?: 'card' | 'bank'; card?: string } = {}) =>
      call('POST', `/checkout/${session}/pay`, how),
    /** Has an open session ask something else than the shop said. */
    reprice: (session: string, wanted: { amount?: number; currency?: string }) =>
      call('POST', `/checkout/${session}/reprice`, wanted),
    /** Lets an event have happened so much earlier. */
    age: (event: string, seconds: number) => call('POST', `/events/${event}/age`, { seconds }),
    bankAnswers: (session: string, result: 'succeeded' | 'failed') =>
      call('POST', `/checkout/${session}/async`, { result }),
    expire: (session: string) => call('POST', `/checkout/${session}/expire`),
    refund: (charge: string, amount?: number) =>
      call('POST', `/charges/${charge}/refund`, amount ? { amount } : {}),
    dispute: (charge: string) => call<{ dispute: { id: string } }>('POST', `/charges/${charge}/dispute`),
    resolveDispute: (dispute: string, outcome: 'won' | 'lost') =>
      call('POST', `/disputes/${dispute}/resolve`, { outcome }),
    deliver: (event: string, times: number) =>
      call<{ attempts: { status: number | null; error?: string }[]; delivered: number }>(
        'POST',
        `/events/${event}/deliver`,
        { times },
      ),
    failNext: (fault: { path: string; times?: number; kind: string; method?: string }) =>
      call('POST', '/fail', fault),
    calls: (path: string) =>
      call<{ data: { method: string; status: number; idempotency_key?: string | null }[] }>(
        'GET',
        `/calls?path=${path}`,
      ),
  }
}
