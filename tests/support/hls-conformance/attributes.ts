export type Attribute = { value: string; isQuoted: boolean }
export type Attributes = ReadonlyMap<string, Attribute>

/** Reads an attribute list (RFC 8216, 4.2), as far as it can be read, and says what its grammar forbids. */
export function readAttributes(text: string): { attributes: Attributes; problems: string[] } {
  const attributes = new Map<string, Attribute>()
  const problems: string[] = []
  let rest = text
  while (rest !== '') {
    const equals = rest.indexOf('=')
    if (equals < 0) {
      problems.push(`"${rest}" is not an attribute`)
      break
    }
    const name = rest.slice(0, equals)
    if (!/^[A-Z0-9-]+$/.test(name)) problems.push(`"${name}" is not an attribute name`)
    const { value, isQuoted, after } = readValue(rest.slice(equals + 1))
    problems.push(...whyNotValue(name, value, isQuoted))
    if (attributes.has(name)) problems.push(`${name} is there twice`)
    else attributes.set(name.trim(), { value, isQuoted })
    if (after !== '' && !after.startsWith(',')) problems.push(`"${after}" follows the value of ${name}`)
    if (after === ',') problems.push('the list ends in a comma')
    rest = after.slice(1)
  }
  return { attributes, problems }
}

function readValue(text: string): Attribute & { after: string } {
  if (!text.startsWith('"')) {
    const value = text.split(',', 1)[0] ?? ''
    return { value, isQuoted: false, after: text.slice(value.length) }
  }
  const end = text.indexOf('"', 1)
  if (end < 0) return { value: text.slice(1), isQuoted: true, after: '"' }
  return { value: text.slice(1, end), isQuoted: true, after: text.slice(end + 1) }
}

type Grammar = { isQuoted: boolean; form: RegExp }
const quoted: Grammar = { isQuoted: true, form: /^[^"\r\n]*$/ }
const integer: Grammar = { isQuoted: false, form: /^\d{1,20}$/ }
const yesOrNo: Grammar = { isQuoted: false, form: /^(YES|NO)$/ }
const names = (...all: string[]): Grammar => ({ isQuoted: false, form: new RegExp(`^(${all.join('|')})$`) })

/** What RFC 8216, 4.3, says of the value of each attribute. */
const grammars = new Map<string, Grammar>([
  ['BANDWIDTH', integer],
  ['AVERAGE-BANDWIDTH', integer],
  ['RESOLUTION', { isQuoted: false, form: /^\d+x\d+$/ }],
  ['FRAME-RATE', { isQuoted: false, form: /^\d+(\.\d+)?$/ }],
  ['TYPE', names('AUDIO', 'VIDEO', 'SUBTITLES', 'CLOSED-CAPTIONS')],
  ['HDCP-LEVEL', names('TYPE-0', 'TYPE-1', 'NONE')],
  ['VIDEO-RANGE', names('SDR', 'HLG', 'PQ')],
  ...['DEFAULT', 'AUTOSELECT', 'FORCED'].map((name): [string, Grammar] => [name, yesOrNo]),
  ...['URI', 'BYTERANGE', 'GROUP-ID', 'NAME', 'LANGUAGE', 'ASSOC-LANGUAGE', 'INSTREAM-ID', 'CHARACTERISTICS']
    .concat(['CHANNELS', 'CODECS', 'AUDIO', 'VIDEO', 'SUBTITLES'])
    .map((name): [string, Grammar] => [name, quoted]),
])

function whyNotValue(name: string, value: string, isQuoted: boolean): string[] {
  if (!isQuoted && /[\s"]/.test(value)) return [`${name} has a space or a quote in its value`]
  if (!isQuoted && value === '') return [`${name} has no value`]
  const grammar = grammars.get(name)
  if (!grammar || (grammar.isQuoted === isQuoted && grammar.form.test(value))) return []
  return [`${name} may not be ${isQuoted ? `"${value}"` : value}`]
}
