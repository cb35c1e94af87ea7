import { brandStyle } from '../brand.ts'
import { cx } from '../kit/cx.ts'
import { initialsOf } from '../kit/initials.ts'
import { pictureUrl } from './picture-url.ts'

export type OrganizationMarkProps = {
  organization: { id: string; name: string; primaryColor: string; logoVersion: string | null }
  className?: string
}

/** An organization's logo, or its initials in its colour. Its name stands beside it. */
export function OrganizationMark({ organization, className }: OrganizationMarkProps) {
  const logo = pictureUrl(organization.id, 'logo', organization.logoVersion)
  const shape = cx('size-6 shrink-0 rounded-sm', className)
  if (logo) return <img src={logo} alt="" width={512} height={512} className={cx(shape, 'object-contain')} />
  return (
    <span
      aria-hidden
      style={brandStyle(organization.primaryColor)}
      className={cx(shape, 'grid place-items-center bg-brand text-xs font-medium text-on-brand')}
    >
      {initialsOf(organization.name)}
    </span>
  )
}
