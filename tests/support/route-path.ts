/** The path of a route file of `app/routes`, with its parameters filled in (Remix's flat file names). */
export function routePath(file: string, params: Readonly<Record<string, string>> = {}): string {
  const name = file.replace(/\.tsx?$/, '')
  const parts = name
    .replace(/\[([^\]]*)\]/g, (_all, escaped: string) => escaped.replaceAll('.', '\0'))
    .split('.')
  const segments = parts
    .filter((part) => part !== '_index' && !part.startsWith('_'))
    .map((part) => part.replace(/_$/, '').replaceAll('\0', '.'))
    .map((part) =>
      part === '$' ? (params['*'] ?? 'x') : part.startsWith('$') ? (params[part.slice(1)] ?? 'x') : part,
    )
  return `/${segments.join('/')}`
}
