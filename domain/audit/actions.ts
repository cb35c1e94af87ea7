/** What events are about, in the order they are offered. */
export const auditGroups = {
  posts: 'Posts',
  media: 'Media',
  money: 'Sales and purchases',
  people: 'People and roles',
  organization: 'Organization',
  log: 'Audit log and refusals',
  account: 'Accounts',
  platform: 'Platform and support',
} as const

export type AuditGroup = keyof typeof auditGroups

/** These never belong to an organization. */
const platformGroups: readonly AuditGroup[] = ['account', 'platform']

type Words = {
  readonly group: AuditGroup
  readonly words: string
  /** What it is called when it was refused. */
  readonly refused?: string
}

/** Everything that is ever written down, in the words of people. `domain/audit/actions.test.ts` looks for what is missing. */
const actions = {
  'content.publish': { group: 'posts', words: 'Published a post' },
  'content.archive': { group: 'posts', words: 'Archived a post' },
  'content.delete': { group: 'posts', words: 'Deleted a post' },
  'content.restore': { group: 'posts', words: 'Restored a post' },
  'content.price_change': { group: 'posts', words: 'Changed the price of a post' },
  'content.file_change': { group: 'posts', words: 'Gave a post another file' },
  'content.download': { group: 'posts', words: 'Downloaded a post', refused: 'Was refused a download' },

  'media.open': { group: 'media', words: 'Opened a file' },
  'media.download_original': {
    group: 'media',
    words: 'Downloaded an original',
    refused: 'Was refused an original',
  },
  'media.delete': { group: 'media', words: 'Deleted a file' },
  'media.restore': { group: 'media', words: 'Restored a file' },

  'sales.view': { group: 'money', words: 'Looked at the sales' },
  'purchase.completed': { group: 'money', words: 'Bought a post' },
  'purchase.refunded': { group: 'money', words: 'Was given money back' },
  'purchase.duplicate': { group: 'money', words: 'Paid twice and was given one back' },
  'purchase.mismatch': { group: 'money', words: 'Paid something that could not be booked' },
  'checkout.reconciled': { group: 'money', words: 'Settled a purchase that had not been reported' },

  'people.view': { group: 'people', words: 'Looked at the list of people' },
  'organization.invite': { group: 'people', words: 'Invited somebody' },
  'organization.invitation_resend': { group: 'people', words: 'Sent an invitation again' },
  'organization.invitation_revoke': { group: 'people', words: 'Took an invitation back' },
  'organization.invitation_accept': { group: 'people', words: 'Accepted an invitation' },
  'organization.invitation_decline': { group: 'people', words: 'Declined an invitation' },
  'organization.role_change': { group: 'people', words: 'Changed the role of a member' },
  'organization.permissions_grant': { group: 'people', words: 'Changed what one member may do' },
  'organization.member_remove': { group: 'people', words: 'Removed a member' },
  'organization.member_reactivate': { group: 'people', words: 'Took a member back' },
  'organization.member_leave': { group: 'people', words: 'Left the organization' },
  'organization.ownership_transfer': { group: 'people', words: 'Handed the organization over' },
  'organization.role_define': { group: 'people', words: 'Made or changed a role' },
  'organization.role_delete': { group: 'people', words: 'Deleted a role' },

  'organization.create': { group: 'organization', words: 'Created the organization' },
  'organization.settings_change': { group: 'organization', words: 'Changed the settings' },
  'organization.domain_verify': { group: 'organization', words: 'Verified the domain' },
  'organization.domain_lost': { group: 'organization', words: 'Stopped serving the domain' },
  'organization.delete': { group: 'organization', words: 'Deleted the organization' },
  'organization.restore': { group: 'organization', words: 'Restored the organization' },
  'organization.purge': { group: 'organization', words: 'Removed the organization for good' },

  'audit.view': { group: 'log', words: 'Looked at the audit log' },
  'audit.export': { group: 'log', words: 'Downloaded the audit log' },
  'access.enter': { group: 'log', words: 'Asked for a closed page', refused: 'Was refused a page' },

  'account.register': { group: 'account', words: 'Registered' },
  'account.sign_in': { group: 'account', words: 'Signed in', refused: 'Could not sign in' },
  'account.sign_out': { group: 'account', words: 'Signed out' },
  'account.confirm': { group: 'account', words: 'Proved once more who they are' },
  'account.verify_email': { group: 'account', words: 'Proved an e-mail address' },
  'account.request_email_change': { group: 'account', words: 'Asked to change the e-mail address' },
  'account.change_email': { group: 'account', words: 'Changed the e-mail address' },
  'account.request_password_reset': { group: 'account', words: 'Asked for a link to a new password' },
  'account.change_password': { group: 'account', words: 'Changed the password' },
  'account.end_sessions': { group: 'account', words: 'Signed out other devices' },
  'account.totp_enrol': { group: 'account', words: 'Set up an authenticator app' },
  'account.totp_remove': { group: 'account', words: 'Removed the authenticator app' },
  'account.passkey_add': { group: 'account', words: 'Added a passkey' },
  'account.passkey_rename': { group: 'account', words: 'Renamed a passkey' },
  'account.passkey_remove': { group: 'account', words: 'Removed a passkey' },
  'account.recovery_codes_make': { group: 'account', words: 'Made new recovery codes' },
  'account.recovery_code_use': { group: 'account', words: 'Used a recovery code' },
  'account.request_export': { group: 'account', words: 'Asked for an archive of their data' },
  'account.download_export': { group: 'account', words: 'Downloaded the archive of their data' },
  'account.request_deletion': { group: 'account', words: 'Asked for the account to be deleted' },
  'account.cancel_deletion': { group: 'account', words: 'Kept the account after all' },
  'account.erase': { group: 'account', words: 'Was deleted for good' },
  'account.second_factor_refused': { group: 'account', words: 'Gave a wrong second factor' },

  'account.disable': { group: 'platform', words: 'Disabled an account' },
  'account.enable': { group: 'platform', words: 'Enabled an account again' },
  'people.search': { group: 'platform', words: 'Searched for people' },
  'support.start': {
    group: 'platform',
    words: 'Began support mode',
    refused: 'Was refused support mode',
  },
  'support.end': { group: 'platform', words: 'Ended support mode' },
  'support.write': { group: 'platform', words: 'Tried to change something in support mode' },
  'purchases.view': { group: 'platform', words: 'Looked at somebody’s purchases' },
} as const satisfies Record<string, Words>

export type AuditAction = keyof typeof actions
export const auditActions = Object.keys(actions) as AuditAction[]

/** Is this the name of something that is written down? */
export const isAuditAction = (name: string): name is AuditAction => Object.hasOwn(actions, name)

/** What somebody did, in words: “Published a post”. A name that nothing here writes any more stands for itself. */
export function actionWords(action: string, result: 'success' | 'refused' = 'success'): string {
  if (!isAuditAction(action)) return action
  const { words, refused }: Words = actions[action]
  return result === 'refused' ? (refused ?? words) : words
}

/** The actions to choose from, by what they are about: of an organization's log, or of the whole platform's. */
export const actionChoices = (scope: 'organization' | 'platform') =>
  (Object.keys(auditGroups) as AuditGroup[])
    .filter((group) => scope === 'platform' || !platformGroups.includes(group))
    .map((group) => ({
      label: auditGroups[group],
      options: auditActions
        .filter((action) => actions[action].group === group)
        .map((value) => ({ value, label: actions[value].words })),
    }))
