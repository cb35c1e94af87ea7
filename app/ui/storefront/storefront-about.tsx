import { Mail } from 'lucide-react'
import { isWebAddress, socialNetworks, type SocialNetwork } from '#domain/organization/settings-forms.ts'
import { Markdown } from '../kit/markdown.tsx'
import type { FrontView } from './front-view.ts'

const networks = Object.keys(socialNetworks) as SocialNetwork[]
const linkClass =
  'inline-flex min-h-8 items-center gap-2 rounded-sm text-brand underline underline-offset-3 hover:text-brand-strong'

/** Who they are, where else they are found, and how to write to them; nothing where nothing is said. */
export function StorefrontAbout({ name, front }: { name: string; front: FrontView }) {
  const { aboutHtml, socialLinks, contactEmail } = front
  const links = networks.filter((network) => isWebAddress(socialLinks[network] ?? ''))
  if (!aboutHtml && links.length === 0 && !contactEmail) return null
  return (
    <section
      aria-labelledby="about"
      className="grid gap-8 border-t border-line pt-8 md:grid-cols-[minmax(0,1fr)_16rem]"
    >
      <div className="grid content-start gap-4">
        <h2 id="about" className="text-xl font-semibold tracking-tight">
          About {name}
        </h2>
        {aboutHtml && <Markdown html={aboutHtml} />}
      </div>
      {(links.length > 0 || contactEmail) && (
        <ul aria-label={`${name} elsewhere`} className="grid content-start gap-1">
          {contactEmail && (
            <li>
              <a href={`mailto:${contactEmail}`} className={linkClass}>
                <Mail aria-hidden className="size-4 shrink-0" />
                <span className="wrap-anywhere">{contactEmail}</span>
              </a>
            </li>
          )}
          {links.map((network) => (
            <li key={network}>
              <a href={socialLinks[network]} rel="me noopener" className={linkClass}>
                {socialNetworks[network]}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
