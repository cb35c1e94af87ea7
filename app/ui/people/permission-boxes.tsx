import { allPermissions, permissions, type Permission } from '#domain/organization/permissions.ts'
import { Checkbox } from '../kit/choices.tsx'

export type PermissionBoxesProps = {
  /** What is ticked to begin with. */
  chosen: readonly string[]
  /** What this person may give and take: the rest stays as it is. */
  held: readonly Permission[]
}

/** Every permission with a box to tick. A box that is not theirs to change keeps what it says. */
export function PermissionBoxes({ chosen, held }: PermissionBoxesProps) {
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-3 text-sm font-medium">Permissions</legend>
      {allPermissions.map((permission) => {
        const isTicked = chosen.includes(permission)
        const isFixed = !held.includes(permission)
        return (
          <div key={permission}>
            <Checkbox
              name="permissions"
              value={permission}
              label={permissions[permission].name}
              description={permissions[permission].sentence}
              defaultChecked={isTicked}
              isDisabled={isFixed}
            />
            {/* A disabled box is not sent. */}
            {isFixed && isTicked && <input type="hidden" name="permissions" value={permission} />}
          </div>
        )
      })}
    </fieldset>
  )
}
