import { parseArgs } from 'node:util'
import { benchActor } from './actor/actor.ts'
import { renderTable, type BenchOptions, type Row } from './harness.ts'
import { benchStorefront } from './storefront/storefront.ts'
import { benchSweeps } from './sweeps/sweeps.ts'
import { benchFilm } from './transcode/film.ts'
import { benchWorkers } from './transcode/workers.ts'

/** A part is asked for by its own name, or with all parts of what it belongs to. */
const benches: Record<string, (options: BenchOptions) => Promise<Row[]>> = {
  'transcode/film': benchFilm,
  'transcode/workers': benchWorkers,
  actor: benchActor,
  storefront: benchStorefront,
  sweeps: benchSweeps,
}
const partsOf = (name: string) =>
  Object.keys(benches).filter((part) => part === name || part.startsWith(`${name}/`))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    source: { type: 'string' },
  },
})
const unknown = positionals.find((name) => partsOf(name).length === 0)
if (unknown !== undefined) {
  console.error(`There is no row "${unknown}"; there are transcode, ${Object.keys(benches).join(', ')}.`)
  process.exit(1)
}

const options: BenchOptions = {
  seconds: Number(values.seconds ?? 60),
  rounds: values.rounds === undefined ? undefined : Number(values.rounds),
  source: values.source,
  say: (line) => console.error(line),
}
const rows: Row[] = []
for (const name of positionals.length > 0 ? positionals.flatMap(partsOf) : Object.keys(benches)) {
  rows.push(...(await benches[name]!(options)))
}
console.log(values.json ? JSON.stringify({ rows }) : renderTable(rows))
// A bench that missed its target is a result, not an error.
process.exit(0)
