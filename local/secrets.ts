import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  session: z.string(),
  database: z.object({ admin: z.string(), owner: z.string(), app: z.string(), worker: z.string() }),
  s3: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  stripe: z.object({ secretKey: z.string(), webhookSecret: z.string() }),
})

export type Secrets = z.infer<typeof schema>

/** New secrets for one local stack; all of them are letters and digits, so they fit into an address as they are. */
export function makeSecrets(): Secrets {
  const secret = (bytes = 24) => randomBytes(bytes).toString('hex')
  return {
    session: secret(32),
    database: { admin: secret(), owner: secret(), app: secret(), worker: secret() },
    s3: { accessKeyId: secret(16), secretAccessKey: secret(32) },
    stripe: { secretKey: `sk_test_${secret()}`, webhookSecret: `whsec_${secret()}` },
  }
}

/** The secrets of the stack in this folder, made the first time and kept in `<folder>/secrets.json`. */
export function keepSecrets(folder: string): Secrets {
  const file = join(folder, 'secrets.json')
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secrets = makeSecrets()
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}
