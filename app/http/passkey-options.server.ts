import { passkeyCreation } from '#domain/account/add-passkey.ts'
import { listPasskeys } from '#domain/account/passkeys.ts'
import { passkeyRequest } from '#domain/account/prove-passkey.ts'
import { Refusal } from '#platform/refusal.ts'
import { z } from '#platform/schema.ts'
import { requireCaller } from './api.server.ts'
import { findSecondStep } from './complete-sign-in.server.ts'
import { isFresh, type Asked } from './guards.server.ts'
import { clientKey, countTry } from './rate-limit.server.ts'
import { personActor } from './second-factor.server.ts'

/** What a browser wants to ask a passkey for. */
export const PasskeyWish = z.object({ for: z.enum(['sign_in', 'second_factor', 'confirm', 'add']) })

/**
 * What a browser asks a passkey with, holding a challenge for this one purpose and person. Refuses with `unauthenticated` when
 * nobody is there whom it could be for, and `confirm_first` when adding one asks for a fresh proof.
 */
export async function passkeyOptions(asked: Asked, { for: purpose }: z.output<typeof PasskeyWish>) {
  const { needs, asActor, clientAddress } = asked.context
  await countTry(needs, 'passkeyChallenge', clientKey(clientAddress))
  switch (purpose) {
    case 'sign_in':
      return passkeyRequest(needs, { purpose })
    case 'second_factor': {
      const step = await findSecondStep(asked)
      if (!step)
        throw new Refusal('unauthenticated', 'sign_in_over', 'This sign-in is over. Please begin again.')
      const { person } = step
      const own = await asActor(personActor(person), (tx) => listPasskeys(tx, person.id), 'read')
      return passkeyRequest(needs, { purpose, personId: person.id }, own)
    }
    case 'confirm': {
      const { actor, person } = await requireCaller(asked)
      const own = await asActor(actor, (tx) => listPasskeys(tx, person.id), 'read')
      return passkeyRequest(needs, { purpose, personId: person.id }, own)
    }
    case 'add': {
      const signedIn = await requireCaller(asked)
      if (!(await isFresh(asked, signedIn)))
        throw new Refusal('unauthenticated', 'confirm_first', 'Please confirm first that it is you.')
      const { actor, person } = signedIn
      const own = await asActor(actor, (tx) => listPasskeys(tx, person.id), 'read')
      return passkeyCreation(needs, person, own)
    }
  }
}
