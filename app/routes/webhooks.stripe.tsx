import type { ActionFunctionArgs } from '@remix-run/node'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { handleStripeEvent, openStripeEvent } from '#domain/commerce/handle-stripe-event.ts'

/** Stripe's deliveries. 400 for what Stripe did not sign; 500 asks for another delivery. */
export async function action({ request, context: { needs, asActor } }: ActionFunctionArgs) {
  const body = await request.text()
  return attemptJson(async () => {
    const event = openStripeEvent(
      needs.stripe,
      body,
      request.headers.get('stripe-signature'),
      needs.env.STRIPE_WEBHOOK_SECRET,
    )
    const outcome = await handleStripeEvent({ ...needs, asActor }, event)
    return Response.json({ outcome })
  })
}

export const loader = () =>
  Response.json({ reason: 'method_not_allowed', message: 'Deliveries are posted.' }, { status: 405 })
