import { Download } from 'lucide-react'
import { buttonClass } from '../kit/button.tsx'
import { formatBytes } from '../kit/format.ts'

/** To the MP4 of a post that may be kept; its size in bytes. */
export function DownloadLink({ contentId, bytes }: { contentId: string; bytes: number }) {
  return (
    <a
      href={`/api/content/${contentId}/download`}
      download
      data-chrome
      className={buttonClass('quiet', 'sm', 'justify-self-start')}
    >
      <Download aria-hidden className="size-4" />
      Download, {formatBytes(bytes)}
    </a>
  )
}
