/**
 * `npm test`, from a bare clone: installs what is missing, checks, builds, then runs unit, integration and browser tests.
 * The last line counts all of them.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensurePackages } from '../local/packages.mjs'
import { ensurePrograms } from '../local/programs.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'codex-tests-'))
const tally = { passed: 0, failed: 0 }

/** @param {string} command @param {string[]} args */
function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env: process.env }).status === 0
}

/** A step that is not a test counts as one when it fails. @param {string} name @param {string[]} args */
function step(name, args) {
  console.log(`\n── ${name}`)
  const passed = run('npm', ['run', '--silent', ...args])
  tally[passed ? 'passed' : 'failed'] += 1
  if (!passed) console.error(`${name} failed`)
  return passed
}

/** @param {string} project */
function tests(project) {
  console.log(`\n── ${project} tests`)
  const report = join(reports, `${project}.json`)
  const ended = run('npx', [
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  let counted = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 }
  try {
    counted = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    console.error(`The ${project} tests left no report.`)
  }
  tally.passed += counted.numPassedTests
  // A file that could not even be loaded, or a skipped test, is a failure too.
  tally.failed += counted.numFailedTests + counted.numPendingTests
  if (!ended && counted.numFailedTests === 0) tally.failed += 1
}

ensurePackages(root.replace(/\/$/, ''))
ensurePrograms({ chromium: true })
step('check', ['check'])
if (step('build', ['build'])) {
  for (const project of ['unit', 'integration', 'e2e']) tests(project)
}
rmSync(reports, { recursive: true, force: true })
console.log(`\n${tally.passed} passed, ${tally.failed} failed`)
process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0
