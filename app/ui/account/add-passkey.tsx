import type { SubmissionResult } from '@conform-to/react'
import { useFetcher } from '@remix-run/react'
import { Plus } from 'lucide-react'
import { useEffect, useState, type FormEvent } from 'react'
import { Button } from '../kit/button.tsx'
import { Dialog, DialogActions } from '../kit/dialog.tsx'
import { Notice } from '../kit/notice.tsx'
import { TextField } from '../kit/text-field.tsx'
import { toast } from '../kit/toaster.tsx'
import { usePasskey } from './use-passkey.ts'

type Answer = { added: true } | { lastResult: SubmissionResult<string[]> }

/** A button that has the browser make a passkey, and keeps it under a name. */
export function AddPasskey() {
  const [isOpen, setOpen] = useState(false)
  return (
    <Dialog
      title="Add a passkey"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button look="quiet" icon={Plus}>
          Add a passkey
        </Button>
      }
    >
      <NewPasskeyForm setOpen={setOpen} />
    </Dialog>
  )
}

function NewPasskeyForm({ setOpen }: { setOpen: (isOpen: boolean) => void }) {
  const fetcher = useFetcher<Answer>()
  const { isSupported, isWaiting, problem, answer } = usePasskey('add')
  const kept = fetcher.data
  const error = kept && 'lastResult' in kept ? kept.lastResult.error : undefined
  useEffect(() => {
    if (!kept || !('added' in kept)) return
    toast.success('Passkey added')
    setOpen(false)
  }, [kept, setOpen])

  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name'))
    const credential = await answer()
    if (credential) fetcher.submit({ intent: 'add_passkey', name, credential }, { method: 'post' })
  }

  if (isSupported === false)
    return <Notice tone="warning">This browser has no passkeys. Open this page in another one.</Notice>
  const refused = problem ?? (error?.[''] ?? error?.credential)?.join(' ')
  return (
    <form onSubmit={(event) => void make(event)} className="grid gap-4">
      <p className="text-ink-quiet">Your browser asks you to unlock this device, or to use a security key.</p>
      {refused && <Notice tone="error">{refused}</Notice>}
      <TextField
        name="name"
        label="Name"
        description="To tell it from others: the device, or where it is kept."
        defaultValue="My passkey"
        maxLength={80}
        required
        autoComplete="off"
        errors={error?.name ?? undefined}
      />
      <DialogActions>
        <Button look="quiet" onPress={() => setOpen(false)}>
          Cancel
        </Button>
        <Button type="submit" pending={isWaiting || fetcher.state !== 'idle'}>
          Create passkey
        </Button>
      </DialogActions>
    </form>
  )
}
