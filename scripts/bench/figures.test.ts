import { describe, expect, it } from 'vitest'
import { figure, quantile, table, usageTable } from './figures.ts'
import { parseOptions } from './options.ts'
import { topOf } from './profiler.ts'

describe('figures', () => {
  const base = { row: 'created', what: 'created → Synced', n: 50, unit: 's' } as const

  it('judges the ratio to the bare server where the target is one', () => {
    const target = { of: 'ratio', max: 2 } as const
    expect(figure({ ...base, value: 0.7, bare: 0.3, target })).toMatchObject({ ratio: 2.333, isMet: false })
    expect(figure({ ...base, value: 0.6, bare: 0.3, target })).toMatchObject({ ratio: 2, isMet: true })
  })

  it('has missed what was not reached, and judges nothing without a target', () => {
    expect(figure({ ...base, value: null, target: { of: 'value', max: 1 } }).isMet).toBe(false)
    expect(figure({ ...base, value: 3 }).isMet).toBeNull()
  })

  it('takes the nearest rank as quantile', () => {
    const values = [5, 1, 4, 2, 3]
    expect([quantile(values, 0.5), quantile(values, 0.95), quantile(values, 0)]).toEqual([3, 5, 1])
    expect(quantile([], 0.5)).toBeNaN()
  })

  it('prints one aligned line per figure', () => {
    const missed = figure({ ...base, value: 1.5, bare: 0.3, target: { of: 'ratio', max: 2 } })
    const lines = table([missed, figure({ ...base, what: 'x', n: 0, value: null })])
    expect(lines).toEqual([
      '                   n     measured  bare server  ratio      target     met',
      'created → Synced  50       1.50 s       0.30 s   5.00  ≤ 2 × bare  MISSED',
      'x                     not reached',
    ])
  })

  it('tells what processes used only where it is known', () => {
    expect(usageTable([figure({ ...base, value: 1 })])).toEqual([])
    const processes = { engine: { cpuSeconds: 1.25, childCpuSeconds: 0, peakRssMb: 120 } }
    expect(usageTable([figure({ ...base, value: 1, processes })])[1]).toMatch(/engine +1\.25 s +0\.00 s +120 MB$/)
  })
})

describe('options', () => {
  it('measures every row at its own sizes unless others are named', () => {
    expect(parseOptions([])?.rows.map(({ name, n }) => `${name} ${n}`)).toEqual([
      ...['memory 0', 'created 50', 'commit 50', 'commit 200', 'heal 100', 'idle 200', 'scale 2000', 'start 0'],
    ])
    expect(parseOptions(['--only', 'start,idle', '--n', '5,50'])?.rows).toEqual([
      { name: 'start', n: 0 },
      { name: 'idle', n: 5 },
      { name: 'idle', n: 50 },
    ])
  })

  it.each([
    ['--only', 'speed'],
    ['--n', '0'],
    ['--n', 'many'],
  ])('refuses %s %s', (...argv) => {
    expect(() => parseOptions(argv)).toThrow(argv[1])
  })
})

describe('profiles', () => {
  it('adds up the time of a function over all its places in the call tree', () => {
    const frame = (functionName: string) => ({ functionName, url: 'file:///x/lib/db/client.ts', lineNumber: 9 })
    const nodes = [1, 2, 3].map((id) => ({ id, callFrame: frame(id === 2 ? 'idle' : 'query') }))
    const lines = topOf({ nodes, samples: [1, 2, 3], timeDeltas: [6000, 2000, 2000] })
    expect(lines.map((line) => line.trim())).toEqual([
      '8 ms  80.0 %  query  lib/db/client.ts:10',
      '2 ms  20.0 %  idle  lib/db/client.ts:10',
    ])
  })
})
