/** What Vite adds by itself, packages, and modules of ours by their whole names, which pages import while developing. */
const own =
  /^\/(?:@(?:vite|id|fs|react-refresh)(?:\/|$)|node_modules\/|(?:app|domain|platform)\/.+\.(?:tsx?|css)$)/

/**
 * Is this path of a request Vite's to answer while developing? Everything else is the product's: an address of a page may equal the
 * name of a folder or a file without its ending, and no address reaches what lies beside the code, settings and secrets least of all.
 */
export function isForVite(path: string): boolean {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return false
  }
  if (decoded.includes('\\') || decoded.split('/').includes('..')) return false
  return own.test(decoded)
}
