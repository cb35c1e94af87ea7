import { CloudUpload } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { FileTrigger } from 'react-aria-components'
import { pickerAccepts } from '#domain/media/rules.ts'
import { Button, type ButtonLook } from '../kit/button.tsx'
import { useUploads } from './upload-context.tsx'

type Limited = { /** The largest file that is taken, in bytes. */ maxBytes: number }

/** Opens the file picker and uploads what is chosen. */
export function UploadButton(
  props: Limited & { look?: ButtonLook; size?: 'sm' | 'md'; children: ReactNode },
) {
  const { maxBytes, look, size, children } = props
  const { uploads } = useUploads()
  return (
    <FileTrigger
      allowsMultiple
      acceptedFileTypes={pickerAccepts}
      onSelect={(chosen) => uploads?.add([...(chosen ?? [])], maxBytes)}
    >
      <Button icon={CloudUpload} {...(look && { look })} {...(size && { size })}>
        {children}
      </Button>
    </FileTrigger>
  )
}

/** Takes files that are dropped anywhere on the page, while it is shown. */
export function PageDropZone({ maxBytes }: Limited) {
  const { uploads } = useUploads()
  const [isOver, setOver] = useState(false)

  useEffect(() => {
    // Entering a child comes before leaving its parent: the page is left when all that was entered is.
    let depth = 0
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth++
      setOver(true)
    }
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      event.dataTransfer!.dropEffect = 'copy'
    }
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      uploads?.add([...event.dataTransfer!.files], maxBytes)
    }
    const listeners = { dragenter: enter, dragover: over, dragleave: leave, drop }
    for (const [name, listener] of Object.entries(listeners))
      window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        window.removeEventListener(name, listener as EventListener)
    }
  }, [uploads, maxBytes])

  if (!isOver) return null
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-lg border-2 border-dashed border-brand bg-brand-quiet/95"
    >
      <div className="grid justify-items-center gap-3 text-brand">
        <CloudUpload className="size-12" strokeWidth={1.5} />
        <p className="text-lg font-semibold">Drop the files to upload them</p>
      </div>
    </div>
  )
}
