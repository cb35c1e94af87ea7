import { parseArgs } from 'node:util'
import { benchActor } from './actor/actor.ts'
import { renderTable, type BenchOptions, type Row } from './harness.ts'
import { benchPipeline } from './pipeline.ts'
import { benchStorefront } from './storefront/storefront.ts'

const benches: Record<string, (options: BenchOptions) => Promise<Row[]>> = {
  pipeline: benchPipeline,
  actor: benchActor,
  storefront: benchStorefront,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, seconds: { type: 'string' }, rounds: { type: 'string' } },
})
const unknown = positionals.find((name) => !(name in benches))
if (unknown !== undefined) {
  console.error(`There is no row "${unknown}"; there are ${Object.keys(benches).join(', ')}.`)
  process.exit(1)
}

const options: BenchOptions = {
  seconds: Number(values.seconds ?? 60),
  rounds: values.rounds === undefined ? undefined : Number(values.rounds),
  say: (line) => console.error(line),
}
const rows: Row[] = []
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  rows.push(...(await benches[name]!(options)))
}
console.log(values.json ? JSON.stringify({ rows }) : renderTable(rows))
// A bench that missed its target is a result, not an error.
process.exit(0)
