import { linkToken } from '#platform/token.ts'

/** How long an invitation can be answered. */
export const invitationDays = 7

/** The secret in an invitation's link, another one each time it is sent: the last mail holds the one that works. */
export const invitationToken = (secret: string, invitationId: string, timesSent: number) =>
  linkToken(secret, 'invitation', `${invitationId}:${timesSent}`)
