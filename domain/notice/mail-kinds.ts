/** Every kind of mail that is promised: what `email_logs.email_type` says. */
export const mailKinds = [
  'verify_email',
  'already_registered',
  'welcome',
  'reset_password',
  'password_changed',
  'change_email_old',
  'change_email_new',
  'email_changed',
  'second_factor_added',
  'second_factor_removed',
  'recovery_code_used',
  'account_disabled',
  'account_enabled',
  'support_access',
  'invitation',
  'domain_lost',
  'purchase_receipt',
  'purchase_refunded',
] as const
export type MailKind = (typeof mailKinds)[number]
