import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startTestStack } from '#tests/support/stack.ts'
import { wireStack } from '#tests/support/wire-stack.ts'
import { renderReport } from './report.ts'
import { storm, stormSettings } from './storm.ts'

/** `npm run test:faults -- --runs 300 [--seed S]`: the long form of the fault tests. Exit code 1 when a job was lost or doubled. */
const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } })
const runs = Number(values.runs ?? 100)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
if (!existsSync('build/processes/worker.js')) {
  console.error('Run `npm run build` first: the faults are injected into what runs in production.')
  process.exit(1)
}

const { stack, stop } = await startTestStack()
const wiring = await wireStack(stack, stormSettings)
try {
  const report = await storm(wiring, { runs, seed, say: (line) => console.error(line) })
  console.log(renderReport(report))
  process.exitCode = report.lost.length + report.doubled.length + report.wrong.length > 0 ? 1 : 0
} finally {
  await wiring.close()
  await stop()
}
