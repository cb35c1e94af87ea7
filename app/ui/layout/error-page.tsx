import { Ban, CloudOff, FileQuestion, LockKeyhole, Timer } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useContext } from 'react'
import { useLocation } from '@remix-run/react'
import { Button, LinkButton } from '../kit/button.tsx'
import { FailedRequestContext } from '../nonce.ts'
import { useViewer } from '../viewer.ts'
import { SiteShell } from './site-shell.tsx'

type Page = { icon: LucideIcon; title: string; words: string }

const pages: Record<number, Page> = {
  401: {
    icon: LockKeyhole,
    title: 'Please sign in to see this',
    words: 'This page belongs to somebody’s account. After signing in you come straight back here.',
  },
  403: {
    icon: Ban,
    title: 'This is not open to you',
    words:
      'You are signed in, but this account may not do that. Someone who manages the organization can give you access.',
  },
  404: {
    icon: FileQuestion,
    title: 'We could not find this page',
    words: 'The address may be mistyped, or what was here has been moved or taken down.',
  },
  429: {
    icon: Timer,
    title: 'That was a little fast',
    words: 'There were many tries in a short time. Wait a minute, then try again; nothing is lost.',
  },
  503: {
    icon: CloudOff,
    title: 'We will be right back',
    words: 'A part of the service is not answering just now. What you saved is safe; try again in a minute.',
  },
}

const failure: Page = {
  icon: CloudOff,
  title: 'Something went wrong on our side',
  words:
    'The mistake is ours and has been recorded. What you saved before is safe; the last step may not have been kept.',
}

/**
 * What happened, what was kept, and where to go. `message` is the server's own words, where it had some; of what is not found
 * they could only repeat the title.
 */
export function ErrorPage({ status, message }: { status: number; message?: string | undefined }) {
  const {
    icon: Icon,
    title,
    words,
  } = pages[status] ?? (status < 500 ? { ...failure, title: 'That did not work' } : failure)
  const requestId = useContext(FailedRequestContext)
  const { pathname, search } = useLocation()
  const viewer = useViewer()
  const maySignIn = status === 401 || (status === 403 && !viewer)
  const canRetry = status === 429 || status >= 500
  return (
    <SiteShell className="grid place-items-center">
      <div className="grid max-w-lg justify-items-center gap-4 py-12 text-center">
        <span className="grid size-14 place-items-center rounded-full bg-brand-quiet text-brand">
          <Icon aria-hidden className="size-7" strokeWidth={1.75} />
        </span>
        <p className="tabular text-sm text-ink-quiet">Error {status}</p>
        <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
        <p className="text-pretty text-ink-quiet">{status === 404 ? words : (message ?? words)}</p>
        <div className="mt-2 flex flex-wrap justify-center gap-2">
          {maySignIn && (
            <LinkButton to={`/login?redirectTo=${encodeURIComponent(pathname + search)}`}>Sign in</LinkButton>
          )}
          {canRetry && <Button onPress={() => window.location.reload()}>Try again</Button>}
          <LinkButton to="/" reloadDocument look={maySignIn || canRetry ? 'quiet' : 'primary'}>
            Go to the start page
          </LinkButton>
        </div>
        {requestId && (
          <p className="mt-4 text-sm text-ink-quiet">
            If you write to us about it, name the request{' '}
            <code className="tabular text-ink select-all">{requestId}</code>.
          </p>
        )}
      </div>
    </SiteShell>
  )
}
