import { cx } from './cx.ts'

/** Written text. `html` must come sanitized from the server; it is put in as it is. */
export function Markdown({ html, className }: { html: string; className?: string }) {
  return <div className={cx('prose', className)} dangerouslySetInnerHTML={{ __html: html }} />
}
