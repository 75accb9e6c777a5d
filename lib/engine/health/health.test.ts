import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { loadAll } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { HEALTH_STATUSES } from '../model/health.ts'
import type { KubeObject } from '../model/resource.ts'
import { RULES, healthOf, ruleKey } from './health-of.ts'

/** What a fixture expects: one file for each outcome of each kind, the expectation first, then the object as the cluster shows it. */
type Expected = { status: string; reason?: string; params?: Record<string, unknown>; detail?: string }

const FIXTURES = path.join(import.meta.dirname, 'fixtures')

const fixtures = readdirSync(FIXTURES).flatMap((kind) =>
  readdirSync(path.join(FIXTURES, kind)).map((file) => {
    const [expected, object] = loadAll(readFileSync(path.join(FIXTURES, kind, file), 'utf8')) as [Expected, KubeObject]
    return { kind, outcome: path.basename(file, '.yaml').replaceAll('-', ' '), expected, object }
  }),
)

for (const [kind, cases] of Map.groupBy(fixtures, (fixture) => fixture.kind)) {
  describe(`health of ${kind}`, () => {
    it.each(cases)(
      '$outcome: $expected.status',
      ({ expected: { status, reason, params = {}, detail = '' }, object }) => {
        expect(healthOf(object)).toEqual({ status, why: reason === undefined ? null : { reason, params, detail } })
      },
    )
  })
}

describe('the fixtures', () => {
  it('know every kind that has a rule', () => {
    const known = new Set(fixtures.map(({ object }) => ruleKey(object)))
    expect([...RULES.keys()].filter((key) => !known.has(key))).toEqual([])
  })
  it('stand in the folder of their kind', () => {
    const folderOf = (kind: string) =>
      kind.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase()
    const own = fixtures.filter(({ kind }) => kind !== 'generic' && kind !== 'being-deleted')
    expect(own.filter(({ kind, object }) => folderOf(object.kind) !== kind)).toEqual([])
    expect(fixtures.filter(({ kind, object }) => kind === 'generic' && RULES.has(ruleKey(object)))).toEqual([])
  })
})

/** Anything JSON can hold, and most of it where the rules look. */
const anything = fc.jsonValue({ maxDepth: 3 })
const condition = fc.record(
  {
    type: fc.constantFrom(
      'Ready',
      'Progressing',
      'Established',
      'Accepted',
      '__proto__',
      'constructor',
    ) as fc.Arbitrary<unknown>,
    status: fc.oneof(fc.constantFrom('True', 'False', 'Unknown'), anything),
    reason: anything,
    message: anything,
    observedGeneration: anything,
  },
  { requiredKeys: [] },
)
const conditions = fc.oneof(fc.array(fc.oneof(condition, anything), { maxLength: 3 }), anything)
const status = fc.record(
  {
    conditions,
    observedGeneration: anything,
    phase: fc.oneof(fc.constantFrom('Pending', 'Running', 'Failed', 'Healthy'), anything),
    containerStatuses: anything,
    initContainerStatuses: anything,
    parents: fc.oneof(fc.array(fc.record({ conditions }), { maxLength: 2 }), anything),
    listeners: anything,
    health: anything,
    error: anything,
  },
  { requiredKeys: [] },
)
const metadata = fc.record(
  {
    name: anything,
    generation: anything,
    annotations: anything,
    finalizers: anything,
    deletionTimestamp: fc.oneof(fc.constant('2026-01-01T00:00:00Z'), anything),
  },
  { requiredKeys: [] },
)
const ofKind = fc.constantFrom(...RULES.keys(), 'example.org/Widget').map((key) => {
  const [group, kind] = key.split('/')
  return { apiVersion: group ? `${group}/v1` : 'v1', kind }
})
const hostile = fc
  .tuple(
    ofKind,
    fc.record({ metadata: fc.oneof(metadata, anything), spec: anything, status: fc.oneof(status, anything) }),
  )
  .map(([kind, rest]) => ({ ...kind, ...rest }) as unknown as KubeObject)

describe('health of an object of any shape', () => {
  it('is one of the statuses, with a reason that can be stored, and nothing is thrown', () => {
    fc.assert(
      fc.property(hostile, (object) => {
        const { status: found, why } = healthOf(object)
        expect(HEALTH_STATUSES).toContain(found)
        expect(found === 'Healthy' || why !== null).toBe(true)
        const text = JSON.stringify(why ?? {})
        expect(text.length).toBeLessThan(8000)
        expect(text).not.toContain('\\u0000')
        expect(text).not.toMatch(/\\ud[89a-f]/)
      }),
      { numRuns: 1000 },
    )
  })
  it('is found without a look at what is not there', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(healthOf(value as unknown as KubeObject).status).toBe('Healthy')
      }),
    )
  })
  it('keeps what it quotes short, whole and storable', () => {
    const message = `\0${'가'.repeat(998)}😀${'x'.repeat(1_000_000)}`
    const object = { ...job('Failed'), status: { conditions: [{ type: 'Failed', status: 'True', message }] } }
    expect(healthOf(object).why?.detail).toBe(`␀${'가'.repeat(998)}\ufffd…`)
  })
})

function job(type: string): KubeObject {
  const conditions_ = [{ type, status: 'True' }]
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, status: { conditions: conditions_ } }
}
