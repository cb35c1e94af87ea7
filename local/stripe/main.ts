import { z } from 'zod'
import { startStripe } from './server.ts'

const environment = z.object({
  STRIPE_STANDIN_PORT: z.coerce.number().int().min(0).max(65535).default(4321),
  STRIPE_STANDIN_DATA: z.string().min(1).default('.local/stripe.json'),
  STRIPE_SECRET_KEY: z.string().min(1).default('sk_test_standin'),
  STRIPE_WEBHOOK_SECRET: z.string().min(1).default('whsec_standin'),
  STRIPE_STANDIN_WEBHOOK_URL: z.url().optional(),
})

const env = environment.parse(process.env)
const standIn = await startStripe({
  port: env.STRIPE_STANDIN_PORT,
  secretKey: env.STRIPE_SECRET_KEY,
  webhookSecret: env.STRIPE_WEBHOOK_SECRET,
  webhookUrl: env.STRIPE_STANDIN_WEBHOOK_URL,
  dataFile: env.STRIPE_STANDIN_DATA,
  log: console.log,
})
console.log(`Stripe stand-in at ${standIn.url}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void standIn.close().then(() => process.exit(0)))
}
