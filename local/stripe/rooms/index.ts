import type { Room } from '../world.ts'
import { balanceTransactions } from './balance-transactions.ts'
import { charges } from './charges.ts'
import { checkoutSessions } from './checkout-sessions.ts'
import { customers } from './customers.ts'
import { disputes } from './disputes.ts'
import { events } from './events.ts'
import { paymentIntents } from './payment-intents.ts'
import { prices } from './prices.ts'
import { products } from './products.ts'
import { refunds } from './refunds.ts'

/** The parts of the API that the stand-in has. A new one is a file beside these and a line here. */
export const rooms: Room[] = [
  customers,
  products,
  prices,
  checkoutSessions,
  paymentIntents,
  charges,
  balanceTransactions,
  refunds,
  disputes,
  events,
]
