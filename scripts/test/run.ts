/**
 * `npm test`: every check of the product, cheap ones first, each stage even when an earlier one failed.
 * `npm test -- --only unit,e2e` runs the named stages. Ends with one line: `N passed, N failed, N skipped`.
 */
import { parseArgs } from 'node:util'
import { STAGES } from './stages.ts'
import { add, closingLine, NOTHING, type Tally } from './tally.ts'

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const wanted = values.only?.split(',')
const unknown = wanted?.filter((name) => !STAGES.some((stage) => stage.name === name)) ?? []
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. Stages: ${STAGES.map((stage) => stage.name).join(', ')}`)
  process.exit(2)
}

const began = Date.now()
const lines: { name: string; tally: Tally; seconds: number }[] = []
for (const stage of STAGES.filter(({ name }) => wanted?.includes(name) ?? true)) {
  console.log(`\n── ${stage.name} · ${stage.about}`)
  const start = Date.now()
  let tally: Tally
  try {
    tally = await stage.run()
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error)
    tally = { ...NOTHING, failed: 1 }
  }
  lines.push({ name: stage.name, tally, seconds: (Date.now() - start) / 1000 })
}

console.log(`\n── summary after ${Math.round((Date.now() - began) / 1000)} s`)
for (const { name, tally, seconds } of lines)
  console.log(`${name.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s   ${closingLine(tally)}`)
const total = lines.reduce((sum, { tally }) => add(sum, tally), NOTHING)
console.log(`\n${closingLine(total)}`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
