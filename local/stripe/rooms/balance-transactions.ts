import type Stripe from 'stripe'
import { z } from 'zod'
import { noSuch } from '../wire/errors.ts'
import { newId } from '../wire/ids.ts'
import { inRange, listPage } from '../wire/lists.ts'
import { created, currency, paging, text } from '../wire/params.ts'
import { route, type Room, type World } from '../world.ts'

type Movement = {
  type: 'charge' | 'payment' | 'refund' | 'payment_refund' | 'adjustment'
  reporting: string
  /** The id of the charge, refund or dispute that moves the money. */
  source: string
  amount: number
  currency: string
  fee: number
  description: string | null
}

/** What a charge of `amount` costs, in the smallest unit: 2.9 % and 30. */
export function processingFee(amount: number): number {
  return Math.round(amount * 0.029) + 30
}

/** Moves money in the balance. Amounts are signed, in the smallest unit; the fee is taken from the net. */
export function recordMovement(world: World, movement: Movement): Stripe.BalanceTransaction {
  const { type, reporting, source, amount, currency: unit, fee, description } = movement
  const transaction = {
    id: newId('txn_'),
    object: 'balance_transaction',
    amount,
    available_on: world.now() + 2 * 24 * 60 * 60,
    balance_type: 'payments',
    created: world.now(),
    currency: unit,
    description,
    exchange_rate: null,
    fee,
    fee_details: fee
      ? [
          {
            amount: fee,
            application: null,
            currency: unit,
            description: 'Stripe processing fees',
            type: 'stripe_fee',
          },
        ]
      : [],
    net: amount - fee,
    reporting_category: reporting,
    source,
    status: 'pending',
    type,
  } satisfies Stripe.BalanceTransaction
  world.store.rows.balanceTransactions.set(transaction.id, transaction)
  return transaction
}

const listFields = z.strictObject({
  ...paging,
  created: created.optional(),
  currency: currency.optional(),
  source: text.optional(),
  type: text.optional(),
})

export const balanceTransactions: Room = {
  expands: {
    object: 'balance_transaction',
    prefix: 'txn_',
    find: (world, id) => world.store.rows.balanceTransactions.get(id),
  },
  routes: [
    route('GET', '/v1/balance_transactions', listFields, (world, params) =>
      listPage(
        world.store.rows.balanceTransactions.values(),
        params,
        '/v1/balance_transactions',
        (each) =>
          inRange(each.created, params.created) &&
          (!params.currency || each.currency === params.currency) &&
          (!params.source || each.source === params.source) &&
          (!params.type || each.type === params.type),
      ),
    ),
    route('GET', '/v1/balance_transactions/:id', z.strictObject({}), (world, _params, id) => {
      const transaction = world.store.rows.balanceTransactions.get(id)
      if (!transaction) throw noSuch('balance transaction', id)
      return transaction
    }),
  ],
}
