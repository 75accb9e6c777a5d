/** Counts of one stage or of the whole run. */
export type Tally = { passed: number; failed: number; skipped: number }

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 }

export const add = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

/** The closing line that a person and a machine can read. */
export const closingLine = (tally: Tally): string =>
  `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`

/** A check that either holds or does not. */
export const verdict = (ok: boolean): Tally => (ok ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 })

/** Counts of a vitest JSON report. */
export function vitestTally(report: {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
}): Tally {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Counts of a Playwright JSON report; a test that passed only on a second try counts as failed. */
export function playwrightTally(report: {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}): Tally {
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky, skipped }
}

/** Counts of `go test -json` output: one event per line, tests only (lines without a test name are packages). */
export function goTally(output: string): Tally {
  let tally = NOTHING
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) continue
    const event = JSON.parse(line) as { Action?: string; Test?: string }
    if (!event.Test) continue
    if (event.Action === 'pass') tally = add(tally, { ...NOTHING, passed: 1 })
    if (event.Action === 'fail') tally = add(tally, { ...NOTHING, failed: 1 })
    if (event.Action === 'skip') tally = add(tally, { ...NOTHING, skipped: 1 })
  }
  return tally
}
