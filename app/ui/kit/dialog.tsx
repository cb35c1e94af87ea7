import { useFetcher } from '@remix-run/react'
import { X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button, IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { Notice } from './notice.tsx'

export type DialogProps = {
  title: ReactNode
  /** A kit `Button` that opens it; or none, with `isOpen` and `onOpenChange`. */
  trigger?: ReactNode
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  /** `alertdialog` where an answer is needed. */
  role?: 'dialog' | 'alertdialog'
  size?: 'sm' | 'md' | 'lg'
  children: ReactNode | ((close: () => void) => ReactNode)
}

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-3xl' }

/** A question or a small form over the page. Escape closes it; the focus stays inside and comes back. */
export function Dialog({
  title,
  trigger,
  isOpen,
  onOpenChange,
  role = 'dialog',
  size = 'sm',
  children,
}: DialogProps) {
  const control = { ...(isOpen !== undefined && { isOpen }), ...(onOpenChange && { onOpenChange }) }
  const overlay = (
    <ModalOverlay
      {...(!trigger && control)}
      isDismissable={role === 'dialog'}
      className={cx(
        'fixed inset-0 z-40 flex items-end justify-center bg-black/50 sm:items-center sm:p-4',
        'transition-opacity duration-200 entering:opacity-0 exiting:opacity-0 exiting:duration-150',
      )}
    >
      <Modal
        className={cx(
          'w-full rounded-t-lg border border-line bg-raised shadow-high outline-none sm:rounded-lg',
          'transition-transform duration-200 entering:translate-y-4 exiting:translate-y-2 exiting:duration-150',
          widths[size],
        )}
      >
        <AriaDialog role={role} className="max-h-[85dvh] overflow-y-auto p-5 outline-none sm:p-6">
          {({ close }) => (
            <>
              <div className="mb-3 flex items-start gap-4">
                <Heading
                  slot="title"
                  level={2}
                  className="min-w-0 flex-1 text-lg font-semibold wrap-anywhere"
                >
                  {title}
                </Heading>
                {role === 'dialog' && (
                  <IconButton icon={X} label="Close" size="sm" onPress={close} className="-mt-0.5 -mr-1.5" />
                )}
              </div>
              {typeof children === 'function' ? children(close) : children}
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
  return trigger ? (
    <DialogTrigger {...control}>
      {trigger}
      {overlay}
    </DialogTrigger>
  ) : (
    overlay
  )
}

/** The buttons at a dialog's end; the action comes last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap justify-end gap-2">{children}</div>
}

export type ConfirmDialogProps = Pick<DialogProps, 'trigger' | 'isOpen' | 'onOpenChange'> & {
  /** The question, with the thing's name: `Delete “Morning yoga”?` */
  title: ReactNode
  /** What it does and what stays. */
  children: ReactNode
  /** Verb and object: “Delete film”. */
  confirm: string
  look?: 'danger' | 'primary'
  /** Where the form is posted (this route when absent) and what it says. */
  action?: string
  fields?: Record<string, string>
  /** Instead of posting a form. May take its time; a throw keeps the dialog open. */
  onConfirm?: () => void | Promise<void>
}

/** Asks before something that is hard to undo. Posts a form by fetcher and closes when it is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, trigger, isOpen, onOpenChange, children, ...question } = props
  const [ownOpen, setOwnOpen] = useState(false)
  const change = (open: boolean) => {
    setOwnOpen(open)
    onOpenChange?.(open)
  }
  return (
    <Dialog
      role="alertdialog"
      title={title}
      trigger={trigger}
      isOpen={isOpen ?? ownOpen}
      onOpenChange={change}
    >
      {(close) => (
        <Question {...question} close={close}>
          {children}
        </Question>
      )}
    </Dialog>
  )
}

type QuestionProps = Omit<ConfirmDialogProps, 'title' | 'trigger' | 'isOpen' | 'onOpenChange'> & {
  close: () => void
}

function Question({ children, confirm, look = 'danger', action, fields, onConfirm, close }: QuestionProps) {
  const fetcher = useFetcher<unknown>()
  const formId = useId()
  const [working, setWorking] = useState(false)
  const [failed, setFailed] = useState(false)
  const refused = refusalIn(fetcher.data)
  const sent = useRef(false)

  useEffect(() => {
    if (fetcher.state !== 'idle') sent.current = true
    else if (sent.current) {
      sent.current = false
      if (!refused) close()
    }
  }, [fetcher.state, refused, close])

  const run = async (work: () => void | Promise<void>) => {
    setWorking(true)
    setFailed(false)
    try {
      await work()
      close()
    } catch {
      setFailed(true)
    } finally {
      setWorking(false)
    }
  }

  return (
    <>
      <div className="text-pretty text-ink-quiet">{children}</div>
      {(refused || failed) && (
        <Notice tone="error" className="mt-4">
          {refused ?? 'That did not work. Nothing has changed; please try again.'}
        </Notice>
      )}
      <fetcher.Form id={formId} method="post" {...(action && { action })}>
        {Object.entries(fields ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      </fetcher.Form>
      <DialogActions>
        <Button look="quiet" onPress={close} autoFocus>
          Cancel
        </Button>
        {onConfirm ? (
          <Button look={look} pending={working} onPress={() => void run(onConfirm)}>
            {confirm}
          </Button>
        ) : (
          <Button look={look} type="submit" form={formId} pending={fetcher.state !== 'idle'}>
            {confirm}
          </Button>
        )}
      </DialogActions>
    </>
  )
}

/** The words of a refusal that an action answered in place. */
function refusalIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('refusal' in answer)) return undefined
  const { refusal } = answer
  if (typeof refusal !== 'object' || refusal === null || !('message' in refusal)) return undefined
  return String(refusal.message)
}
