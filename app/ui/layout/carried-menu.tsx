import { Form, useSubmit } from '@remix-run/react'
import { LogOut, Receipt, SquarePlay, UserRound } from 'lucide-react'
import { Button, buttonClass } from '../kit/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../kit/menu.tsx'
import { mainPlace } from '../tenant.ts'
import type { Tenant } from '../viewer.ts'

/** On an organization's own host: the way to one's account, which is elsewhere, and out. */
export function CarriedMenu({ tenant }: { tenant: Tenant }) {
  const submit = useSubmit()
  return (
    <>
      <Menu
        label="Account"
        trigger={
          <Button look="ghost" className="px-1.5" aria-label="Your account">
            <span aria-hidden className="grid size-8 place-items-center rounded-full bg-brand text-on-brand">
              <UserRound className="size-4" />
            </span>
          </Button>
        }
      >
        <MenuItem id="library" href={mainPlace(tenant, '/library')} icon={SquarePlay}>
          Library
        </MenuItem>
        <MenuItem id="purchases" href={mainPlace(tenant, '/purchases')} icon={Receipt}>
          Purchases
        </MenuItem>
        <MenuItem id="account" href={mainPlace(tenant, '/account/profile')} icon={UserRound}>
          Account
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          id="logout"
          icon={LogOut}
          onAction={() => submit(null, { method: 'post', action: '/hand-over' })}
        >
          Sign out
        </MenuItem>
      </Menu>
      <noscript>
        <Form method="post" action="/hand-over" reloadDocument>
          <button className={buttonClass('ghost')}>Sign out</button>
        </Form>
      </noscript>
    </>
  )
}
