import { createContext, useContext, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { emptyView, Uploads, type UploadsView } from './uploads.ts'

/** One for the whole site: what is on its way goes on, whatever page is shown. */
let shared: Uploads | undefined

const UploadContext = createContext<Uploads | null>(null)

/** Holds the uploads for everything below; rendered above pages that come and go. */
export function UploadProvider({ children }: { children: ReactNode }) {
  if (typeof window !== 'undefined') shared ??= new Uploads()
  return <UploadContext.Provider value={shared ?? null}>{children}</UploadContext.Provider>
}

const never = () => () => {}
const nothing = () => emptyView

export type UseUploads = UploadsView & { readonly uploads: Uploads | null }

/** The files this browser is uploading, and what can be done with them (null on the server). */
export function useUploads(): UseUploads {
  const uploads = useContext(UploadContext)
  const view = useSyncExternalStore(uploads?.subscribe ?? never, uploads?.view ?? nothing, nothing)
  return { ...view, uploads }
}
