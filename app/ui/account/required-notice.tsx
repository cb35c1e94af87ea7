import { LinkButton } from '../kit/button.tsx'
import { Notice } from '../kit/notice.tsx'

export type RequiredNoticeProps = {
  /** Who asks for a second factor. */
  by: string
  /** There is one, and this session has proved it. */
  isMet: boolean
  /** The page that was asked for; empty when there was none. */
  goOn: string
}

/** Says that somebody asks for a second factor, and leads on when there is one. */
export function RequiredNotice({ by, isMet, goOn }: RequiredNoticeProps) {
  if (isMet && !goOn) return null
  return isMet ? (
    <Notice
      tone="success"
      title="That is all that was asked for"
      action={<LinkButton to={goOn}>Continue</LinkButton>}
    >
      Keep recovery codes before you go on, if you have none yet.
    </Notice>
  ) : (
    <Notice tone="warning" title={`${by} asks for a second factor`}>
      Set an authenticator app up or add a passkey. You can go on as soon as you have one.
    </Notice>
  )
}
