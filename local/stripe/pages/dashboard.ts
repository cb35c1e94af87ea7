import type Stripe from 'stripe'
import type { Delivery } from '../store.ts'
import { deliveryModes, type DeliveryMode } from '../webhooks.ts'
import { isHeldByDispute } from '../rooms/refunds.ts'
import { html, type Answer } from '../wire/http.ts'
import type { World } from '../world.ts'
import { markup, money, page, type Markup } from './shell.ts'

const css = `
main{max-width:72rem;margin:0 auto;padding:32px 16px 64px;display:grid;gap:32px}
section{min-width:0}
table{width:100%;border-collapse:collapse;font-size:.875rem}
th{text-align:left;color:var(--quiet);font-weight:500}
th,td{padding:8px 12px 8px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
td button{padding:3px 10px;font-size:.8125rem}
code{font-size:.8125rem}
.delivered,.paid,.succeeded,.won{color:var(--good)}.failed,.dropped,.lost,.expired{color:var(--bad)}
[aria-pressed=true]{background:var(--accent);color:var(--on-accent);border-color:var(--accent)}
@media(max-width:40rem){thead{position:absolute;left:-999em}tr{display:block;padding:12px 0;border-bottom:1px solid var(--line)}td{display:block;border:0;padding:2px 0}}
`

const script = `
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-do]')
  if (!button) return
  button.disabled = true
  const answer = await fetch('/_control' + button.dataset.do, { method: 'POST', body: button.dataset.with || '{}' })
  const { error } = await answer.json()
  if (error) alert(error.message)
  await refresh()
})
async function refresh() {
  const next = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html').querySelector('main')
  const focused = document.activeElement?.dataset?.do
  document.querySelector('main').replaceWith(next)
  if (focused) [...document.querySelectorAll('[data-do]')].find((each) => each.dataset.do === focused)?.focus()
}
setInterval(() => { if (!document.hidden) refresh().catch(() => {}) }, 3000)
`

const shown = 30

/** The page for people at `/`: recent sessions, payments and events, and the controls that matter. */
export function showDashboard(world: World): Answer {
  const { rows } = world.store
  const body = markup`<header class="strip">Stripe stand-in — test mode, no money moves</header>
<main>
  <section class="card stack">
    <h1>Payments on this machine</h1>
    <p class="quiet">${world.webhooks.url() ? markup`Webhooks go to <code>${world.webhooks.url()}</code>.` : 'Webhooks wait for an address to go to.'}</p>
    <div class="row" role="group" aria-label="Delivery of webhooks">${deliveryModes.map((mode) => modeButton(world, mode))}
      ${world.webhooks.mode() === 'hold' && action('Release held', '/deliveries/release')}
    </div>
  </section>
  ${table(
    'Checkout sessions',
    ['Session', 'For', 'Amount', 'State', ''],
    newest(rows.sessions).map((each) => sessionRow(world, each)),
  )}
  ${table(
    'Payments',
    ['Charge', 'From', 'Amount', 'State', ''],
    newest(rows.charges).map((each) => chargeRow(world, each)),
  )}
  ${table('Disputes', ['Dispute', 'Reason', 'Amount', 'State', ''], newest(rows.disputes).map(disputeRow))}
  ${table(
    'Events',
    ['Event', 'Kind', 'When', 'Delivery', ''],
    newest(rows.events).map((event) => {
      const deliveries = [...rows.deliveries.values()].filter((each) => each.event === event.id)
      return row([
        markup`<code>${event.id}</code>`,
        event.type,
        time(event.created),
        deliveries.length > 0 ? deliveries.map(deliveryText) : 'none',
        action('Deliver again', `/events/${event.id}/deliver`),
      ])
    }),
  )}
</main>`
  return html(200, page('Stripe stand-in', body, { css, script }))
}

function newest<T>(rows: Map<string, T>): T[] {
  return [...rows.values()].slice(-shown).reverse()
}

function modeButton(world: World, mode: DeliveryMode): Markup {
  const names = { normal: 'Deliver', hold: 'Hold back', drop: 'Drop', twice: 'Deliver twice' }
  const pressed = world.webhooks.mode() === mode ? 'true' : 'false'
  return markup`<button aria-pressed="${pressed}" data-do="/mode" data-with="${JSON.stringify({ delivery: mode })}">${names[mode]}</button>`
}

function action(name: string, path: string, input: object = {}): Markup {
  return markup`<button data-do="${path}" data-with="${JSON.stringify(input)}">${name}</button> `
}

function row(cells: (Markup | Markup[] | string | false)[]): Markup {
  return markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`
}

function table(title: string, heads: string[], rows: Markup[]): Markup {
  if (rows.length === 0) return markup`<section><h2>${title}</h2><p class="quiet">None yet.</p></section>`
  return markup`<section><h2>${title}</h2><table><thead><tr>${heads.map((head) => (head ? markup`<th scope="col">${head}</th>` : markup`<td></td>`))}</tr></thead><tbody>${rows}</tbody></table></section>`
}

function time(seconds: number): Markup {
  const iso = new Date(seconds * 1000).toISOString()
  return markup`<time class="number" datetime="${iso}" title="${iso}">${iso.slice(11, 19)} UTC</time>`
}

const state = (word: string) => markup`<span class="${word}">${word.replaceAll('_', ' ')}</span>`

function sessionRow(world: World, session: Stripe.Checkout.Session): Markup {
  const waiting = world.store.rows.paymentIntents.get(String(session.payment_intent))?.status === 'processing'
  return row([
    session.url
      ? markup`<a href="/c/pay/${session.id}"><code>${session.id.slice(0, 20)}…</code></a>`
      : markup`<code>${session.id.slice(0, 20)}…</code>`,
    [session.customer_details?.email, session.client_reference_id].filter(Boolean).join(', '),
    markup`<span class="number">${money(session.amount_total ?? 0, session.currency ?? 'usd')}</span>`,
    markup`${state(session.status ?? 'open')}${session.status === 'complete' && markup`, ${state(session.payment_status)}`}`,
    waiting && [
      action('Bank payment arrives', `/checkout/${session.id}/async`, { result: 'succeeded' }),
      action('Bank payment fails', `/checkout/${session.id}/async`, { result: 'failed' }),
    ],
  ])
}

function chargeRow(world: World, charge: Stripe.Charge): Markup {
  const refundable = charge.status === 'succeeded' && !charge.refunded && !isHeldByDispute(world, charge)
  return row([
    markup`<code>${charge.id}</code>`,
    charge.billing_details.email ?? '',
    markup`<span class="number">${money(charge.amount, charge.currency)}${
      charge.amount_refunded > 0 && `, ${money(charge.amount_refunded, charge.currency)} given back`
    }</span>`,
    markup`${state(charge.status)}${charge.disputed && ', disputed'}`,
    refundable && [
      action('Refund', `/charges/${charge.id}/refund`),
      ...(charge.disputed ? [] : [action('Dispute', `/charges/${charge.id}/dispute`)]),
    ],
  ])
}

function disputeRow(dispute: Stripe.Dispute): Markup {
  const open = dispute.status !== 'won' && dispute.status !== 'lost'
  return row([
    markup`<code>${dispute.id}</code>`,
    dispute.reason.replaceAll('_', ' '),
    markup`<span class="number">${money(dispute.amount, dispute.currency)}</span>`,
    state(dispute.status),
    open && [
      action('We win', `/disputes/${dispute.id}/resolve`, { outcome: 'won' }),
      action('We lose', `/disputes/${dispute.id}/resolve`, { outcome: 'lost' }),
    ],
  ])
}

function deliveryText({ state: word, attempts }: Delivery): Markup {
  const last = attempts.at(-1)
  const detail = last
    ? ` (${last.error ?? last.status}${attempts.length > 1 ? `, ${attempts.length} attempts` : ''})`
    : ''
  return markup`<div>${state(word)}${detail}</div>`
}
