import { redirect, type LoaderFunctionArgs } from '@remix-run/node'

/** The studio begins with the media. */
export function loader({ params }: LoaderFunctionArgs) {
  return redirect(`/studio/${encodeURIComponent(params.org ?? '')}/media`)
}
