import { databaseRefusal } from '#db/actor.ts'
import { Refusal, type RefusalKind } from '#platform/refusal.ts'

const kinds: Record<string, RefusalKind> = {
  RF400: 'invalid',
  RF403: 'forbidden',
  RF404: 'not_found',
  RF409: 'conflict',
}

/** The words for each reason that db/security/25-people.sql and 29-leaving.sql refuse with. */
const words: Record<string, string> = {
  no_such_organization: 'We could not find that.',
  no_such_member: 'This person is not a member any more. Reload the page to see who is.',
  no_such_role: 'This role does not exist any more. Choose another one.',
  no_such_permission: 'That is nothing a role can be allowed.',
  no_such_invitation: 'This link does not work any more.',
  only_owner_makes_admins: 'Only the owner makes somebody an admin.',
  only_owner_changes_admins: 'Only the owner changes or removes admins.',
  only_admins_grant: 'Only the owner and admins grant permissions to one person.',
  owner_is_fixed: 'The owner stays the owner until they hand the organization over.',
  not_oneself: 'You cannot change your own role. Somebody else who manages people can.',
  more_than_own: 'You can only give and take permissions that you hold yourself.',
  holds_more: 'They may do things here that you may not. Only somebody who may as much can change that.',
  invitation_not_open: 'This invitation was answered, taken back or sent again meanwhile.',
  invitation_accepted: 'This invitation was accepted already.',
  invitation_declined: 'This invitation was declined. Ask for another one if that was a mistake.',
  invitation_revoked: 'This invitation was taken back. Ask who invited you for another one.',
  invitation_expired: 'This invitation has run out. Ask who invited you to send it again.',
  other_address: 'This invitation is for another address than the one you are signed in with.',
  member_left: 'They left by themselves. Invite them again, and they can come back.',
  owner_cannot_leave: 'An organization always has an owner. Hand it over first, then leave.',
  cannot_own: 'Only an admin or a creator can become the owner.',
  leaving: 'Your account is about to be deleted. Keep it first, under “Your data”.',
  owner_is_leaving: 'This person is about to delete their account. Choose somebody who stays.',
  role_in_use: 'Somebody has this role, or is invited to have it. Give them another one first.',
}

/** Runs a change of an organization's people; what the database refuses becomes a Refusal with its reason. */
export async function refusing<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change()
  } catch (error) {
    const refused = databaseRefusal(error)
    const kind = refused && kinds[refused.code]
    const message = refused && words[refused.reason]
    if (!kind || !message) throw error
    throw new Refusal(kind, refused.reason, message)
  }
}
