import { emailAddress } from '#platform/text.ts'
import { z } from '#platform/schema.ts'

/** Days between asking for the deletion of an account and the deletion. */
export const graceDays = 30
/** Days before it in which the person is reminded. */
export const reminderDays = 3
/** Sessions are served from a cache for a minute: nothing is erased before the last of them is over. */
export const quietSeconds = 120

/** Days for which an archive can be fetched. */
export const archiveDays = 7
/** How long the address of its bytes works: long enough to begin. */
export const downloadLinkSeconds = 300
/** Archives that one person may ask for within 24 hours. */
export const archivesADay = 3

/** Tries at one archive before it is given up. */
export const maxTries = 5
/** Silence of a try after which another may begin. */
export const leaseSeconds = 120
/** Pause after a failed try, in seconds; it doubles with each. */
export const firstPauseSeconds = 30

/** The words of somebody who means to delete their account: their own address, typed. */
export const DeletionRequest = z.object({ confirmation: emailAddress('Type your e-mail address.') })
