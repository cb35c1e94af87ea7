import type { StorefrontPage } from '#domain/catalog/storefront.ts'
import { brandStyle } from '../brand.ts'
import { pictureUrl } from '../organization/picture-url.ts'
import type { FrontView } from './front-view.ts'

export type StorefrontHeadProps = Pick<StorefrontPage, 'organization'> & { front: FrontView }

/** The top of a storefront: its picture, its logo, its name. The room of both pictures is kept before they are there. */
export function StorefrontHead({ organization, front }: StorefrontHeadProps) {
  const { id, name, description, primaryColor, logoVersion } = organization
  const logo = pictureUrl(id, 'logo', logoVersion)
  const hero = pictureUrl(id, 'hero', front.heroVersion)
  const small = pictureUrl(id, 'hero-small', front.heroVersion)
  return (
    <header className="border-b border-line bg-brand-quiet">
      {hero && (
        <div className="relative aspect-[5/2] w-full overflow-hidden bg-sunken sm:aspect-[7/2] lg:aspect-[5/1]">
          <img
            src={hero}
            srcSet={`${small} 960w, ${hero} 2400w`}
            sizes="100vw"
            alt=""
            decoding="async"
            {...{ fetchpriority: 'high' }}
            className="absolute inset-0 size-full object-cover"
          />
        </div>
      )}
      <div className="wrap flex flex-col gap-5 py-8 sm:flex-row sm:items-center sm:gap-7 sm:py-12">
        {logo && (
          <img
            src={logo}
            alt=""
            width={512}
            height={512}
            className="size-20 shrink-0 rounded-lg object-contain sm:size-28"
          />
        )}
        <div className="grid min-w-0 gap-3">
          <span style={brandStyle(front.accentColor ?? primaryColor)}>
            <span aria-hidden className="block h-1 w-12 rounded-full bg-brand" />
          </span>
          <h1 className="text-3xl font-semibold tracking-tight wrap-anywhere sm:text-4xl">{name}</h1>
          {description && (
            <p className="max-w-2xl text-pretty whitespace-pre-line wrap-anywhere text-ink-quiet sm:text-lg">
              {description}
            </p>
          )}
        </div>
      </div>
    </header>
  )
}
