import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import type { ButtonSize } from './button.tsx'

const confirmMilliseconds = 2000

/** Puts `text` on the clipboard and says so for a moment. */
export function CopyButton({
  text,
  label = 'Copy',
  size = 'sm',
}: {
  text: string
  label?: string
  size?: ButtonSize
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), confirmMilliseconds)
    return () => clearTimeout(timer)
  }, [state])
  const words = { idle: label, copied: 'Copied', refused: 'Could not copy' }[state]
  return (
    <>
      <Button
        look="quiet"
        size={size}
        icon={state === 'copied' ? Check : Copy}
        onPress={() =>
          navigator.clipboard.writeText(text).then(
            () => setState('copied'),
            () => setState('refused'),
          )
        }
      >
        {words}
      </Button>
      <span role="status" className="sr-only">
        {state === 'idle' ? '' : words}
      </span>
    </>
  )
}
