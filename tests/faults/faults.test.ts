import { expect, inject, test } from 'vitest'
import { wireStack } from '#tests/support/wire-stack.ts'
import { renderReport } from './report.ts'
import { storm, stormSettings } from './storm.ts'

const runs = 25
const seed = 20261125

test('whatever dies, freezes, starves, is deleted or replaced, no film is lost, doubled or left in pieces', async () => {
  const wiring = await wireStack(inject('stack'), stormSettings)
  try {
    const report = await storm(wiring, { runs, seed, say: () => {} })
    console.log(renderReport(report))
    const { lost, doubled, wrong } = report
    expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] })
  } finally {
    await wiring.close()
  }
}, 420_000)
