import type Stripe from 'stripe'
import { bankMethodOf, payCheckout, type PayInput } from '../actions/pay-checkout.ts'
import { linesOf } from '../rooms/checkout-sessions.ts'
import { html, seeOther, type Answer } from '../wire/http.ts'
import type { World } from '../world.ts'
import { markup, money, page, type Markup } from './shell.ts'

/** What stands in the way of paying, said beside its field. */
type Problem = { field: 'email' | 'card'; message: string }

type Typed = { email: string; name: string; card: string; expiry: string; cvc: string }

const css = `
main{max-width:60rem;margin:0 auto;padding:32px 16px 64px;display:grid;gap:32px}
@media(min-width:48rem){main{grid-template-columns:1fr 1fr;padding-top:64px;align-items:start}}
.total{font-size:2.25rem;font-weight:650;letter-spacing:-.02em}
.lines{list-style:none;margin:0;padding:0;display:grid;gap:12px}
.lines li{display:flex;justify-content:space-between;gap:16px}
.lines li>div{min-width:0;overflow-wrap:anywhere}
.sum{border-top:1px solid var(--line);padding-top:12px;display:flex;justify-content:space-between;font-weight:600}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}
.rule{display:flex;align-items:center;gap:12px;color:var(--quiet);font-size:.875rem}
.rule::before,.rule::after{content:"";flex:1;border-top:1px solid var(--line)}
.wide{width:100%}main.one{max-width:30rem;grid-template-columns:1fr}
`

const script = `
const form = document.querySelector('form')
for (const button of document.querySelectorAll('[data-card]'))
  button.addEventListener('click', () => { form.card.value = button.dataset.card; form.card.focus() })
form.card?.addEventListener('input', () => {
  const digits = form.card.value.replace(/\\D/g, '').slice(0, 19)
  if (form.card.selectionStart === form.card.value.length) form.card.value = digits.replace(/(.{4})(?=.)/g, '$1 ')
})
form.addEventListener('submit', () => setTimeout(() => form.querySelectorAll('button').forEach((each) => (each.disabled = true))))
addEventListener('pageshow', () => form.querySelectorAll('button').forEach((each) => (each.disabled = false)))
`

const strip = markup`<header class="strip">Test mode — no money moves</header>`

/** The session's page: the form while it is open, and what became of it afterwards. */
export function showCheckout(world: World, id: string): Answer {
  const session = world.store.rows.sessions.get(id)
  if (!session)
    return html(
      404,
      closedPage('There is no such payment page', 'Go back to the shop and begin again.', null),
    )
  if (session.status !== 'open') return html(200, endedPage(world, session))
  const email = session.customer_email ?? session.customer_details?.email ?? ''
  const typed = {
    email,
    name: session.customer_details?.name ?? '',
    card: '4242 4242 4242 4242',
    expiry: '12 / 34',
    cvc: '123',
  }
  return html(200, formPage(world, session, typed))
}

/** What the page's buttons do: pay, decline, or pay later from a bank account. */
export function submitCheckout(world: World, id: string, body: string): Answer {
  const session = world.store.rows.sessions.get(id)
  if (!session) return showCheckout(world, id)
  if (session.status === 'complete') return seeOther(successUrl(session))
  if (session.status !== 'open') return html(200, endedPage(world, session))
  const form = new URLSearchParams(body)
  const field = (name: keyof Typed) => (form.get(name) ?? '').trim().slice(0, 300)
  const typed = {
    email: field('email'),
    name: field('name'),
    card: field('card'),
    expiry: field('expiry'),
    cvc: field('cvc'),
  }
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed.email)) {
    const message = 'Enter an e-mail address, such as you@example.com.'
    return html(200, formPage(world, session, typed, { field: 'email', message }))
  }
  const payer = { email: typed.email, name: typed.name || null }
  const result = payCheckout(world, session, { ...payer, ...meansOf(form.get('action'), typed.card) })
  if (result.result === 'declined') {
    return html(200, formPage(world, session, typed, { field: 'card', message: result.message }))
  }
  return seeOther(successUrl(session))
}

function meansOf(
  action: string | null,
  card: string,
): Pick<PayInput & { method: 'card' }, 'method' | 'card'> | { method: 'bank' } {
  if (action === 'bank') return { method: 'bank' }
  return { method: 'card', card: action === 'decline' ? '4000000000000002' : card }
}

function successUrl(session: Stripe.Checkout.Session): string {
  return new URL((session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id)).href
}

function formPage(world: World, session: Stripe.Checkout.Session, typed: Typed, problem?: Problem): string {
  const currency = session.currency ?? 'usd'
  const total = money(session.amount_total ?? 0, currency)
  const free = session.amount_total === 0
  const known = Boolean(session.customer_email ?? session.customer_details?.email)
  const body = markup`${strip}
<main>
<section class="stack" aria-label="Your order">
  ${session.cancel_url && markup`<p><a href="${session.cancel_url}" data-testid="checkout-leave">← Leave without paying</a></p>`}
  <div><h1 class="quiet">You pay</h1><p class="total number" data-testid="checkout-total">${total}</p></div>
  <ul class="lines">${linesOf(world, session.id).map(
    (line) =>
      markup`<li><div>${line.description ?? 'Item'}${
        (line.quantity ?? 1) > 1 && markup` <span class="quiet small">× ${line.quantity}</span>`
      }</div><span class="number">${money(line.amount_total, currency)}</span></li>`,
  )}</ul>
  <p class="sum"><span>Total</span><span class="number">${total}</span></p>
</section>
<form class="card stack" method="post" novalidate>
  <label>E-mail<input name="email" type="email" autocomplete="email" required value="${typed.email}" data-testid="checkout-email" ${known && markup`readonly`} ${pointer('email', problem)}></label>
  ${explain('email', problem)}
  ${!free && cardFields(typed, problem)}
  ${session.custom_text.submit && markup`<p class="small quiet">${session.custom_text.submit.message}</p>`}
  <button class="primary" name="action" value="pay" data-testid="checkout-pay">${free ? 'Complete order' : `Pay ${total}`}</button>
  ${!free && otherWays(session)}
</form>
</main>`
  return page(`Pay ${total}`, body, { css, script })
}

const pointer = (field: Problem['field'], problem: Problem | undefined) =>
  problem?.field === field && markup`aria-invalid="true" aria-describedby="problem" autofocus`

const explain = (field: Problem['field'], problem: Problem | undefined) =>
  problem?.field === field &&
  markup`<p class="alert" role="alert" id="problem" data-testid="checkout-error">${problem.message}</p>`

function cardFields(typed: Typed, problem: Problem | undefined): Markup {
  return markup`<label>Card number<input name="card" inputmode="numeric" autocomplete="off" required value="${typed.card}" data-testid="checkout-card" ${pointer('card', problem)}></label>
  ${explain('card', problem)}
  <div class="pair">
    <label>Expiry<input name="expiry" inputmode="numeric" autocomplete="off" value="${typed.expiry}"></label>
    <label>Security code<input name="cvc" inputmode="numeric" autocomplete="off" value="${typed.cvc}"></label>
  </div>
  <label>Name on card<input name="name" autocomplete="off" value="${typed.name}"></label>`
}

function otherWays(session: Stripe.Checkout.Session): Markup {
  return markup`
  ${
    bankMethodOf(session) &&
    markup`<p class="rule">or</p>
  <button class="wide" name="action" value="bank" data-testid="checkout-bank">Use a bank account, which pays later</button>`
  }
  <p class="rule">for testing</p>
  <div class="row">
    <button type="button" data-card="4242 4242 4242 4242" class="small">Use the test card</button>
    <button type="button" data-card="4000 0000 0000 0259" class="small">Use a card that disputes</button>
    <button name="action" value="decline" class="small" data-testid="checkout-decline">Try a card that is declined</button>
  </div>`
}

function endedPage(world: World, session: Stripe.Checkout.Session): string {
  const back = session.cancel_url && { url: session.cancel_url, text: 'Back to the shop' }
  const on = { url: successUrl(session), text: 'Go on to your purchase' }
  if (session.status === 'expired') {
    const text = 'Nothing was charged. Go back to the shop and begin again.'
    return closedPage('This payment page has expired', text, back)
  }
  if (session.payment_status !== 'unpaid') {
    return closedPage(
      'You have already paid',
      'The order is complete, and there is nothing left to do here.',
      on,
    )
  }
  const intent = world.store.rows.paymentIntents.get(String(session.payment_intent))
  if (intent?.status === 'processing') {
    return closedPage(
      'Your payment is on its way',
      'Your bank will send it in the next days. There is nothing left to do here.',
      on,
    )
  }
  const text = 'Your bank did not send the money. Go back to the shop and begin again.'
  return closedPage('Your payment did not arrive', text, back)
}

function closedPage(title: string, text: string, link: { url: string; text: string } | null | ''): string {
  const body = markup`${strip}<main class="one"><section class="card stack" data-testid="checkout-ended"><h1>${title}</h1><p class="quiet">${text}</p>${
    link && markup`<p><a class="button" href="${link.url}">${link.text}</a></p>`
  }</section></main>`
  return page(title, body, { css })
}
