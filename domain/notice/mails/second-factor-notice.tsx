import { Action, Frame, Paragraph } from './frame.tsx'

export const secondFactorSubjects = {
  second_factor_added: 'A second factor was added to your account',
  second_factor_removed: 'A second factor was removed from your account',
  recovery_code_used: 'A recovery code of yours was used',
}

export type SecondFactorNoticeFacts = {
  name: string
  change: keyof typeof secondFactorSubjects
  /** `totp` or `passkey`. */
  factor: string
  securityUrl: string
}

const wordsOf = (factor: string) => (factor === 'passkey' ? 'a passkey' : 'an authenticator app')

const happened = ({ change, factor }: Pick<SecondFactorNoticeFacts, 'change' | 'factor'>): string => {
  switch (change) {
    case 'second_factor_added':
      return `${wordsOf(factor)} was added to your account. It can be used to sign in from now on.`
    case 'second_factor_removed':
      return `${wordsOf(factor)} was removed from your account. It can no longer be used to sign in.`
    case 'recovery_code_used':
      return 'one of your recovery codes was used to sign in or to confirm a change. It works no more.'
  }
}

/** Tells a person that how they sign in has changed, and what to do when it was not them. */
export function SecondFactorNotice({ name, change, factor, securityUrl }: SecondFactorNoticeFacts) {
  return (
    <Frame preview={secondFactorSubjects[change]} title={secondFactorSubjects[change]}>
      <Paragraph>
        Hello {name}, {happened({ change, factor })}
      </Paragraph>
      <Paragraph>
        If that was you, there is nothing to do. If it was not, somebody else knows how to get into your
        account: change your password now and look at what is listed under Security.
      </Paragraph>
      <Action href={securityUrl}>Open Security</Action>
    </Frame>
  )
}
