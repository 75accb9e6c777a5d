import { describe, expect, it } from 'vitest'
import { add, closingLine, goTally, playwrightTally, vitestTally, verdict } from './tally.ts'

describe('the tally of a test run', () => {
  it('adds stages and closes with one plain line', () => {
    const total = add(verdict(true), add(verdict(false), { passed: 3, failed: 0, skipped: 2 }))
    expect(closingLine(total)).toBe('4 passed, 1 failed, 2 skipped')
  })

  it('counts Go tests but not packages', () => {
    const output = [
      '{"Action":"pass","Package":"p","Test":"TestA"}',
      '{"Action":"fail","Package":"p","Test":"TestB"}',
      '{"Action":"skip","Package":"p","Test":"TestC"}',
      '{"Action":"fail","Package":"p"}',
      'not json',
    ].join('\n')
    expect(goTally(output)).toEqual({ passed: 1, failed: 1, skipped: 1 })
  })

  it('counts a browser story that needed a second try as failed', () => {
    expect(playwrightTally({ stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 } })).toEqual({
      passed: 2,
      failed: 1,
      skipped: 0,
    })
  })

  it('counts pending and planned unit tests as skipped', () => {
    expect(vitestTally({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 })).toEqual({
      passed: 5,
      failed: 1,
      skipped: 2,
    })
  })
})
