import { expect, test } from 'vitest'
import { asCsv, asJson, type Row } from './write-archive.ts'

async function* pages(...rows: Row[][]): AsyncGenerator<Row[]> {
  for (const page of rows) yield await Promise.resolve(page)
}
const whole = async (texts: AsyncIterable<string>) => {
  let all = ''
  for await (const text of texts) all += text
  return all
}

test('JSON is one array, however many pages it came in', async () => {
  expect(await whole(asJson(pages([{ a: 1 }, { a: '“x”\n' }], [{ a: null }])))).toBe(
    '[\n{"a":1},\n{"a":"“x”\\n"},\n{"a":null}\n]\n',
  )
  expect(await whole(asJson(pages([])))).toBe('[]\n')
  expect(await whole(asJson(pages()))).toBe('[]\n')
})

test('CSV has its names once, lists as JSON, and quotes what needs it', async () => {
  const rows = [
    [{ title: 'One, "two"', tags: ['a', 'b'], isPaid: true }],
    [{ title: null, tags: [], isPaid: false }],
  ]
  expect(await whole(asCsv(pages(...rows)))).toBe(
    'title,tags,isPaid\n"One, ""two""","[""a"",""b""]",true\n,[],false\n',
  )
  expect(await whole(asCsv(pages([])))).toBe('')
})

test.each(['=1+1', '+1', '-1', '@sum(a1)', '\t=1', '\r=1'])('CSV runs nothing: %j', async (text) => {
  const [, line] = (await whole(asCsv(pages([{ text }])))).split(/\n/s)
  expect(line).toMatch(/^"?'/)
})
