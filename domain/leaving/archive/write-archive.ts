import { Readable } from 'node:stream'
import { makeZip } from 'client-zip'
import { stringify } from 'csv-stringify/sync'
import { sections, type Section } from './sections.ts'

export type Row = Readonly<Record<string, unknown>>
/** The rows of a section, a page at a time. Asked twice it begins anew. */
export type ReadSection = (section: Section) => AsyncIterable<readonly Row[]>

/**
 * A zip (PKWARE APPNOTE 6.3, stored) with every section as JSON and as CSV (RFC 4180), made while it is read: no more than a
 * page of it is in memory.
 */
export function writeArchive(readSection: ReadSection, readme: string, madeAt: Date): Readable {
  const files = function* () {
    yield { name: 'README.txt', input: readme, lastModified: madeAt }
    for (const section of Object.keys(sections) as Section[]) {
      yield { name: `${section}.json`, input: encoded(asJson(readSection(section))), lastModified: madeAt }
      yield { name: `${section}.csv`, input: encoded(asCsv(readSection(section))), lastModified: madeAt }
    }
  }
  return Readable.fromWeb(makeZip(files()) as Parameters<typeof Readable.fromWeb>[0])
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  for await (const text of texts) yield encoder.encode(text)
}

/** An array with a row a line. */
export async function* asJson(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const page of pages)
    for (const row of page) {
      yield before + JSON.stringify(row)
      before = ',\n'
    }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

/** A line with the names, then a row a line. What a spreadsheet would run as a formula is escaped; lists are written as JSON. */
export async function* asCsv(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  let isFirst = true
  for await (const page of pages) {
    if (page.length > 0) yield stringify([...page], { ...csvOptions, header: isFirst })
    isFirst = false
  }
}

const csvOptions = {
  escape_formulas: true,
  cast: { boolean: String, object: (value: object) => JSON.stringify(value) },
}
