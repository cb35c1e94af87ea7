/** Markup that is already safe; everything else is escaped by `markup`. */
export type Markup = { readonly safe: string }
type Part = Markup | Markup[] | string | number | false | null | undefined

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(part: Part): string {
  if (part === false || part === null || part === undefined) return ''
  if (Array.isArray(part)) return part.map(render).join('')
  if (typeof part === 'object') return part.safe
  return String(part).replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)
}

/** HTML from a template; what is put in is escaped unless it is markup itself. */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return { safe: strings.reduce((text, string, at) => text + (at ? render(parts[at - 1]) : '') + string, '') }
}

/** An amount in the currency's smallest unit, as people write it. */
export function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: currency.toUpperCase() })
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

const styles = `
:root{color-scheme:light dark;--page:#f6f6f4;--card:#fff;--text:#1d1d1f;--quiet:#5d5d66;--line:#dcdce0;--accent:#3c3bc4;
--on-accent:#fff;--bad:#a3161b;--bad-page:#fdeeee;--good:#12663a;--note:#f1effc;--field:#85858f}
@media (prefers-color-scheme:dark){:root{--page:#141417;--card:#1d1d21;--text:#ececf0;--quiet:#a6a6b2;--line:#34343b;
--accent:#a9a8ff;--on-accent:#15152e;--bad:#ffb0b0;--bad-page:#3a1d1f;--good:#8fdcb0;--note:#26253a;--field:#8a8a97}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif;-webkit-text-size-adjust:100%}
h1{font-size:1.375rem;line-height:1.3;margin:0}h2{font-size:1.0625rem;margin:0}p{margin:0}
a{color:var(--accent)}
.quiet{color:var(--quiet)}.small{font-size:.875rem}.number{font-variant-numeric:tabular-nums}
.strip{background:var(--note);border-bottom:1px solid var(--line);text-align:center;padding:8px 16px;font-size:.875rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:24px}
.stack{display:grid;gap:16px}.row{display:flex;gap:12px;flex-wrap:wrap;align-items:center}
button,.button{font:inherit;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--text);padding:9px 14px;
cursor:pointer;text-decoration:none;display:inline-block;text-align:center}
button:hover,.button:hover{border-color:var(--quiet)}
.primary{background:var(--accent);color:var(--on-accent);border-color:var(--accent);font-weight:600;padding:12px 16px;width:100%}
button[disabled]{opacity:.6;cursor:default}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
label{display:grid;gap:4px;font-size:.9375rem;font-weight:500}
input{font:inherit;width:100%;padding:10px 12px;border:1px solid var(--field);border-radius:8px;background:var(--page);color:var(--text)}
.alert{background:var(--bad-page);color:var(--bad);border-radius:8px;padding:12px 14px}
`

/** A whole page. `script` is trusted text of our own. */
export function page(title: string, body: Markup, { css = '', script = '' } = {}): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${{ safe: styles + css }}</style>
</head>
<body>${body}${script !== '' && markup`<script>${{ safe: script }}</script>`}</body>
</html>`.safe
}
