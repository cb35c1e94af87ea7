import { useNavigate, useSubmit } from '@remix-run/react'
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import { useCallback, useEffect, useState } from 'react'
import { useHydrated } from '../use-hydrated.ts'

export type PasskeyPurpose = 'sign_in' | 'second_factor' | 'confirm' | 'add'

/** Shorter than a challenge is good for. */
const offerAgainMilliseconds = 240_000

/** Why a browser was given nothing to ask a passkey with. */
class OptionsRefused extends Error {
  readonly reason: string
  constructor(reason: string, message: string) {
    super(message)
    this.reason = reason
  }
}

async function fetchOptions<Options>(purpose: PasskeyPurpose): Promise<Options> {
  const answer = await fetch('/account/passkey-options', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ for: purpose }),
  })
  const body: unknown = await answer.json()
  if (answer.ok) return body as Options
  const { reason = '', message = '' } = body as { reason?: string; message?: string }
  throw new OptionsRefused(reason, message)
}

/** Two questions cannot stand at once: the offer in the e-mail field keeps still while a person answers another. */
let isAsking = false

async function ask(purpose: PasskeyPurpose): Promise<string> {
  isAsking = true
  try {
    const credential =
      purpose === 'add'
        ? await startRegistration({ optionsJSON: await fetchOptions(purpose) })
        : await startAuthentication({ optionsJSON: await fetchOptions(purpose) })
    return JSON.stringify(credential)
  } finally {
    isAsking = false
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof OptionsRefused && error.message) return error.message
  if (error instanceof Error && error.name === 'InvalidStateError')
    return 'This device has a passkey of your account already.'
  return 'No passkey was used. Try again, or choose another way.'
}

/** Asks for a passkey when a person wants it. `isSupported` is undefined until the browser is known. */
export function usePasskey(purpose: PasskeyPurpose) {
  const navigate = useNavigate()
  const isHydrated = useHydrated()
  const [isWaiting, setWaiting] = useState(false)
  const [problem, setProblem] = useState<string>()
  const answer = useCallback(async (): Promise<string | undefined> => {
    setProblem(undefined)
    setWaiting(true)
    try {
      return await ask(purpose)
    } catch (error) {
      if (error instanceof OptionsRefused && error.reason === 'confirm_first')
        navigate(
          `/account/confirm?${new URLSearchParams({ redirectTo: location.pathname + location.search })}`,
        )
      else setProblem(wordsFor(error))
      return undefined
    } finally {
      setWaiting(false)
    }
  }, [purpose, navigate])
  return { isSupported: isHydrated ? browserSupportsWebAuthn() : undefined, isWaiting, problem, answer }
}

/** Offers the person's passkeys in the field marked `webauthn`, where the browser can; choosing one signs in. */
export function usePasskeyAutofill(): void {
  const submit = useSubmit()
  useEffect(() => {
    let isOver = false
    const offer = async () => {
      if (isAsking || !(await browserSupportsWebAuthnAutofill())) return
      const optionsJSON =
        await fetchOptions<Parameters<typeof startAuthentication>[0]['optionsJSON']>('sign_in')
      if (isOver || isAsking) return
      const credential = await startAuthentication({ optionsJSON, useBrowserAutofill: true })
      if (!isOver) submit({ credential: JSON.stringify(credential) }, { method: 'post' })
    }
    // An offer that is not taken up ends in an error, and nobody has to hear of it.
    const quietly = () => void offer().catch(() => {})
    quietly()
    const timer = setInterval(quietly, offerAgainMilliseconds)
    return () => {
      isOver = true
      clearInterval(timer)
      WebAuthnAbortService.cancelCeremony()
    }
  }, [submit])
}
