import {
  Archive,
  CircleAlert,
  CircleCheck,
  CloudUpload,
  Eye,
  Hourglass,
  LoaderCircle,
  PencilLine,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type BadgeTone = 'neutral' | 'brand' | 'good' | 'warn' | 'bad' | 'info'

const tones: Record<BadgeTone, string> = {
  neutral: 'bg-sunken text-ink-quiet',
  brand: 'bg-brand-quiet text-brand',
  good: 'bg-good-quiet text-good',
  warn: 'bg-warn-quiet text-warn',
  bad: 'bg-bad-quiet text-bad',
  info: 'bg-info-quiet text-info',
}

export type BadgeProps = {
  tone?: BadgeTone
  icon?: LucideIcon | undefined
  className?: string
  children: ReactNode
}

/** One or two words about a thing. */
export function Badge({ tone = 'neutral', icon: Icon, className, children }: BadgeProps) {
  return (
    <span
      className={cx(
        'inline-flex h-6 items-center gap-1 rounded-full px-2 text-xs font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {Icon && <Icon aria-hidden className="size-3.5" />}
      {children}
    </span>
  )
}

const statuses = {
  uploading: { tone: 'info', icon: CloudUpload, words: 'Uploading' },
  uploaded: { tone: 'info', icon: Hourglass, words: 'In the queue' },
  transcoding: { tone: 'info', icon: LoaderCircle, words: 'Transcoding' },
  ready: { tone: 'good', icon: CircleCheck, words: 'Ready' },
  failed: { tone: 'bad', icon: CircleAlert, words: 'Failed' },
  draft: { tone: 'neutral', icon: PencilLine, words: 'Draft' },
  published: { tone: 'good', icon: Eye, words: 'Published' },
  archived: { tone: 'warn', icon: Archive, words: 'Archived' },
} as const satisfies Record<string, { tone: BadgeTone; icon: LucideIcon; words: string }>

export type Status = keyof typeof statuses

/** Where a media item or a post stands, in a word. */
export function StatusBadge({ status, className }: { status: Status; className?: string }) {
  const { tone, icon, words } = statuses[status]
  return (
    <Badge
      tone={tone}
      icon={icon}
      className={cx(
        status === 'transcoding' && '[&_svg]:animate-spin [&_svg]:[animation-duration:2.4s]',
        className,
      )}
    >
      {words}
    </Badge>
  )
}
