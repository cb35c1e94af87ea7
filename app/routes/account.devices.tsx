import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MonitorSmartphone } from 'lucide-react'
import { browserName } from '#app/http/browser-name.server.ts'
import { requireUser } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { placeName } from '#app/http/place-name.server.ts'
import { forgetSessions } from '#app/http/session.server.ts'
import { Badge } from '#app/ui/kit/badge.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { ConfirmDialog } from '#app/ui/kit/dialog.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { IpAddress } from '#app/ui/kit/figures.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { DateTime, RelativeTime } from '#app/ui/kit/time.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { endDevice, endOtherDevices, listDevices } from '#domain/account/devices.ts'

export const meta: MetaFunction = () => pageMeta('Your devices')

/** Where one is signed in. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person, session } = await requireUser(asked)
  const devices = await asked.context.asActor(actor, (tx) => listDevices(tx, person.id), 'read')
  return {
    devices: devices.map(({ userAgent, ...device }) => ({
      ...device,
      name: browserName(userAgent),
      place: placeName(device.ipAddress),
      isThis: device.id === session.id,
    })),
  }
}

/** Ends one session, or with `intent=others` all but this one. */
export async function action(asked: ActionFunctionArgs) {
  const { actor, person, session } = await requireUser(asked)
  const { needs, asActor } = asked.context
  const form = await readForm(asked.request)
  const id = form.get('id')
  const owner = { personId: person.id, origin: originOf(asked) }
  const ended = await asActor(actor, (tx) =>
    form.get('intent') === 'others'
      ? endOtherDevices(tx, owner, session.id)
      : typeof id === 'string' && !id.includes('\u0000')
        ? endDevice(tx, owner, id)
        : Promise.resolve([]),
  )
  await forgetSessions(needs, ended)
  if (ended.includes(session.id)) throw redirect('/login')
  return data({ endedCount: ended.length })
}

export default function Devices() {
  const { devices } = useLoaderData<typeof loader>()
  return (
    <AccountShell>
      <PageHeader
        title="Your devices"
        description="Browsers that are signed in as you. End one that you do not know, and change your password."
        action={
          devices.length > 1 && (
            <ConfirmDialog
              title="Sign out everywhere else?"
              confirm="Sign out elsewhere"
              fields={{ intent: 'others' }}
              trigger={<Button look="quiet">Sign out elsewhere</Button>}
            >
              Every browser but this one is signed out at once.
            </ConfirmDialog>
          )
        }
      />
      {devices.length === 0 && (
        // Whoever looks at this in support mode is not signed in as the person.
        <EmptyState icon={MonitorSmartphone} title="Signed in nowhere" className="max-w-3xl">
          Every browser that signs in to this account is listed here.
        </EmptyState>
      )}
      <ul className="grid max-w-3xl gap-3">
        {devices.map((device) => (
          <Device key={device.id} device={device} />
        ))}
      </ul>
    </AccountShell>
  )
}

type DeviceProps = { device: ReturnType<typeof useLoaderData<typeof loader>>['devices'][number] }

function Device({ device }: DeviceProps) {
  const { id, name, place, ipAddress, isThis, createdAt, lastSeenAt } = device
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-line bg-surface p-4 shadow-low">
      <MonitorSmartphone aria-hidden className="size-6 shrink-0 text-ink-quiet" />
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {name}
          {isThis && <Badge tone="good">This device</Badge>}
        </p>
        <p className="text-sm text-ink-quiet">
          {place && <>{place} · </>}
          {ipAddress && (
            <>
              <IpAddress value={ipAddress} /> ·{' '}
            </>
          )}
          last seen <RelativeTime value={lastSeenAt} /> · signed in <DateTime value={createdAt} dateOnly />
        </p>
      </div>
      <ConfirmDialog
        title={isThis ? 'Sign out here?' : `Sign out ${name}?`}
        confirm="Sign out"
        fields={{ id }}
        trigger={
          <Button look="quiet" size="sm" aria-label={`Sign out ${name}`}>
            Sign out
          </Button>
        }
      >
        {isThis ? 'You are signed out in this browser.' : 'That browser is signed out at once.'}
      </ConfirmDialog>
    </li>
  )
}
