/** Values that no field of a form means. */
const oddTexts = [
  '',
  ' ',
  '\0',
  'x\0y',
  '\ud800',
  '💥\r\n',
  'x'.repeat(100_000),
  '-1',
  '1e400',
  '9'.repeat(40),
  'NaN',
  '[]',
  '{}',
  '../..',
  "' or 1=1 --",
  '00000000-0000-4000-8000-000000000000',
  '9999-99-99',
]
const oddValues: readonly unknown[] = [null, [], {}, true, -1, 0.5, 1e308, [[]], { $gt: '' }, ...oddTexts]

const types = [
  'application/x-www-form-urlencoded',
  'application/json',
  'text/plain',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'x'.repeat(2000),
]
const oddBytes = [
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '%E0%A4%A',
  '=&=&&',
  '--x\r\n\r\n',
  '{"__proto__":{"a":1}}',
  '\0',
]

/** Every odd way to send what an action takes: `sent` with one field odd, missing, twice or a file, and bodies of no shape at all. */
export function* oddRequests(sent: RequestInit): Generator<RequestInit> {
  const { method = 'POST', body } = sent
  for (const type of types)
    for (const bytes of oddBytes) yield { method, body: bytes, headers: { 'content-type': type } }
  if (body instanceof URLSearchParams)
    for (const name of new Set(body.keys())) {
      for (const text of oddTexts) yield { method, body: changed(body, (form) => form.set(name, text)) }
      yield { method, body: changed(body, (form) => form.delete(name)) }
      yield { method, body: changed(body, (form) => form.append(name, 'again')) }
      const parts = new FormData()
      for (const [each, value] of body) parts.set(each, value)
      parts.set(name, new File(['\0'], '../x\r\n.png', { type: 'image/png' }))
      yield { method, body: parts }
    }
  else if (typeof body === 'string') {
    const fields = JSON.parse(body) as Record<string, unknown>
    for (const name of Object.keys(fields))
      for (const value of oddValues) yield { method, body: JSON.stringify({ ...fields, [name]: value }) }
    for (const value of oddValues) yield { method, body: JSON.stringify(value) }
  }
}

function changed(form: URLSearchParams, change: (form: URLSearchParams) => void): URLSearchParams {
  const copy = new URLSearchParams(form)
  change(copy)
  return copy
}
