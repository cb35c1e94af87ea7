import { dictionary } from '@zxcvbn-ts/language-common'
import { Refusal } from '#platform/refusal.ts'

const common = new Set(dictionary['passwords-common'])

/**
 * Refuses with `invalid`, beside the field `password`, when it is among the 49,233 that are tried first (NIST SP 800-63B,
 * 3.1.1.2). Case and the spaces around it do not make a password uncommon.
 */
export function refuseCommonPassword(password: string): void {
  if (!common.has(password.normalize('NFKC').trim().toLowerCase())) return
  const message = 'Many people use this password, so it is guessed first. Choose another one.'
  throw new Refusal('invalid', 'common_password', message, { password: [message] })
}
