import { and, asc, eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { accountTokens, dataExports, supportSessions, users } from '#db/schema/account.ts'
import { content } from '#db/schema/catalog.ts'
import { purchases } from '#db/schema/commerce.ts'
import { emailLogs } from '#db/schema/notice.ts'
import {
  organizationInvitations,
  organizationRoleDefinitions,
  organizations,
  type OrganizationRole,
} from '#db/schema/organization.ts'
import { leaseSeconds, maxTries, pauseSeconds } from './rules.ts'

export type PromisedMail = {
  readonly id: string
  readonly recipientEmail: string
  readonly userId: string | null
  readonly emailType: string
  readonly about: Readonly<Record<string, string>>
  /** Tries so far, this one included. */
  readonly attempts: number
}

/**
 * Takes a pending mail for one try. undefined when it was sent, given up, or somebody else is at it: a try that neither
 * succeeded nor failed within its lease counts as dead.
 */
export async function claimMail(tx: ActorTx, emailId: string): Promise<PromisedMail | undefined> {
  const isFree = sql`(${emailLogs.attempts} = 0 or ${emailLogs.errorMessage} is not null
    or ${emailLogs.updatedAt} < now() - make_interval(secs => ${leaseSeconds}))`
  const [mail] = await tx
    .update(emailLogs)
    .set({ attempts: sql`${emailLogs.attempts} + 1`, errorMessage: null, updatedAt: sql`now()` })
    .where(and(eq(emailLogs.id, emailId), eq(emailLogs.status, 'pending'), isFree))
    .returning({
      id: emailLogs.id,
      recipientEmail: emailLogs.recipientEmail,
      userId: emailLogs.userId,
      emailType: emailLogs.emailType,
      about: emailLogs.about,
      attempts: emailLogs.attempts,
    })
  return mail
}

/** Notes that a mail has left, and under which id its receiver knows it. */
export async function markMailSent(
  tx: ActorTx,
  emailId: string,
  sent: { subject: string; providerMessageId: string },
): Promise<void> {
  await tx
    .update(emailLogs)
    .set({
      ...sent,
      provider: 'smtp',
      status: 'sent',
      errorMessage: null,
      sentAt: sql`now()`,
      updatedAt: sql`now()`,
    })
    .where(eq(emailLogs.id, emailId))
}

/** Notes why a try failed; `isFinal`: there will be no other. */
export async function markMailFailed(
  tx: ActorTx,
  emailId: string,
  { reason, isFinal }: { reason: string; isFinal: boolean },
): Promise<void> {
  await tx
    .update(emailLogs)
    .set({
      errorMessage: reason.slice(0, 1000) || 'unknown',
      updatedAt: sql`now()`,
      ...(isFinal ? { status: 'failed' } : {}),
    })
    .where(and(eq(emailLogs.id, emailId), eq(emailLogs.status, 'pending')))
}

/** Pending mails whose time has come, oldest first. */
export async function listOwedMails(tx: ActorTx, limit: number): Promise<string[]> {
  const pause = sql`make_interval(secs => least(${pauseSeconds.most}::float8, ${pauseSeconds.first}::float8 * 2 ^ ${emailLogs.attempts}))`
  const isDue = sql`(${emailLogs.attempts} = 0 or ${emailLogs.updatedAt} < now() - ${pause})`
  const rows = await tx
    .select({ id: emailLogs.id })
    .from(emailLogs)
    .where(and(eq(emailLogs.status, 'pending'), sql`${emailLogs.attempts} < ${maxTries}`, isDue))
    .orderBy(asc(emailLogs.createdAt))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** How to address a person; undefined when they are gone. */
export async function findRecipientName(tx: ActorTx, userId: string): Promise<string | undefined> {
  const [row] = await tx.select({ fullName: users.fullName }).from(users).where(eq(users.id, userId))
  return row?.fullName
}

/** The address that a mailed link is about; undefined when the link is gone. */
export async function findLinkEmail(tx: ActorTx, tokenId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ email: accountTokens.email })
    .from(accountTokens)
    .where(eq(accountTokens.id, tokenId))
  return row?.email
}

export type PurchaseFacts = {
  readonly purchaseId: string
  readonly amountCents: number
  readonly refundCents: number
  readonly currency: string
  readonly purchasedAt: Date | null
  readonly refundedAt: Date | null
  readonly title: string
  readonly slug: string
  readonly organizationName: string | null
  readonly organizationSlug: string | null
}

/** What a receipt tells, as the rows say now. */
export async function findPurchaseFacts(tx: ActorTx, purchaseId: string): Promise<PurchaseFacts | undefined> {
  const [row] = await tx
    .select({
      purchaseId: purchases.id,
      amountCents: purchases.amountPaidCents,
      refundCents: purchases.refundAmountCents,
      currency: purchases.currency,
      purchasedAt: purchases.purchasedAt,
      refundedAt: purchases.refundedAt,
      title: content.title,
      slug: content.slug,
      organizationName: organizations.name,
      organizationSlug: organizations.slug,
    })
    .from(purchases)
    .innerJoin(content, eq(content.id, purchases.contentId))
    .leftJoin(organizations, eq(organizations.id, purchases.organizationId))
    .where(eq(purchases.id, purchaseId))
  return row
}

export type InvitationFacts = {
  readonly timesSent: number
  readonly role: OrganizationRole
  readonly customRoleName: string | null
  readonly organizationName: string
  readonly inviterName: string | null
  readonly expiresAt: Date
}

/** What an invitation's mail tells, as the rows say now. */
export async function findInvitationFacts(
  tx: ActorTx,
  invitationId: string,
): Promise<InvitationFacts | undefined> {
  const [row] = await tx
    .select({
      timesSent: organizationInvitations.timesSent,
      role: organizationInvitations.role,
      customRoleName: organizationRoleDefinitions.name,
      organizationName: organizations.name,
      inviterName: users.fullName,
      expiresAt: organizationInvitations.expiresAt,
    })
    .from(organizationInvitations)
    .innerJoin(organizations, eq(organizations.id, organizationInvitations.organizationId))
    .leftJoin(users, eq(users.id, organizationInvitations.invitedBy))
    .leftJoin(
      organizationRoleDefinitions,
      eq(organizationRoleDefinitions.id, organizationInvitations.customRoleId),
    )
    .where(eq(organizationInvitations.id, invitationId))
  return row
}

/** What an organization is called and where it is; undefined when there is none. */
export async function findOrganizationName(
  tx: ActorTx,
  organizationId: string,
): Promise<{ readonly name: string; readonly slug: string } | undefined> {
  const [row] = await tx
    .select({ name: organizations.name, slug: organizations.slug })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
  return row
}

/** When a person's account is deleted; undefined when it is not going to be. */
export async function findDeletionDue(tx: ActorTx, userId: string): Promise<Date | undefined> {
  const [row] = await tx.select({ dueAt: users.deletionDueAt }).from(users).where(eq(users.id, userId))
  return row?.dueAt ?? undefined
}

/** Until when an archive can be fetched; undefined when it is not there. */
export async function findArchiveEnd(tx: ActorTx, exportId: string): Promise<Date | undefined> {
  const [row] = await tx
    .select({ expiresAt: dataExports.expiresAt })
    .from(dataExports)
    .where(eq(dataExports.id, exportId))
  return row?.expiresAt ?? undefined
}

export type SupportFacts = {
  readonly supporter: string
  readonly reason: string
  readonly startedAt: Date
  readonly expiresAt: Date
}

/** What the mail about support mode tells. */
export async function findSupportFacts(
  tx: ActorTx,
  supportSessionId: string,
): Promise<SupportFacts | undefined> {
  const [row] = await tx
    .select({
      supporter: users.fullName,
      reason: supportSessions.reason,
      startedAt: supportSessions.startedAt,
      expiresAt: supportSessions.expiresAt,
    })
    .from(supportSessions)
    .innerJoin(users, eq(users.id, supportSessions.supporterId))
    .where(eq(supportSessions.id, supportSessionId))
  return row
}
