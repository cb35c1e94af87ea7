import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { Toaster as Sonner } from 'sonner'
import 'sonner/dist/styles.css'
import { useTheme } from '../theme.ts'

export { toast } from 'sonner'

/** Where short messages appear: `toast.success('Film published')`. Rendered once, by the root. */
export function Toaster() {
  return (
    <Sonner
      theme={useTheme()}
      position="bottom-right"
      gap={8}
      closeButton
      icons={{
        success: <CircleCheck aria-hidden className="size-5 text-good" />,
        error: <CircleAlert aria-hidden className="size-5 text-bad" />,
        warning: <TriangleAlert aria-hidden className="size-5 text-warn" />,
        info: <Info aria-hidden className="size-5 text-info" />,
      }}
      toastOptions={{
        style: {
          background: 'var(--raised)',
          color: 'var(--ink)',
          borderColor: 'var(--line)',
          borderRadius: 'var(--radius-md)',
          boxShadow: 'var(--shadow-high)',
          fontFamily: 'inherit',
        },
      }}
    />
  )
}
