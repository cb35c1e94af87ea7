import { hash, verify } from '@node-rs/argon2'

/** Argon2id, the package's default algorithm, at the parameters of OWASP's Password Storage Cheat Sheet. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Of a password nobody has, at the same parameters: verifying against it costs what a real account costs. */
export const decoyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$sYYEmhRkUHkfOmkFFxjwqA$OT0G5iQ1x4YYwSuSA1zXjQx6u14sKHuQGspKR8m4Gjg'

/** Hashes a password for keeping. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters)
}

/** Is this the password behind `passwordHash`? Without a hash the answer is no, after the same work. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const matches = await verify(passwordHash ?? decoyHash, password)
  return matches && passwordHash !== undefined
}
