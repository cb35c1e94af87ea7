import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './button.tsx'

const confirmMilliseconds = 2000

/** Puts `text` on the clipboard and says so for a moment; `label` says what is copied. */
export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), confirmMilliseconds)
    return () => clearTimeout(timer)
  }, [state])
  return (
    <>
      <IconButton
        label={label}
        size="sm"
        icon={state === 'copied' ? Check : Copy}
        className={className}
        onPress={() =>
          navigator.clipboard.writeText(text).then(
            () => setState('copied'),
            () => setState('refused'),
          )
        }
      />
      <span role="status" className={state === 'refused' ? 'text-bad' : 'sr-only'}>
        {state === 'copied' ? 'Copied' : state === 'refused' ? 'Could not copy' : ''}
      </span>
    </>
  )
}
