/** Every schema against inputs that nobody means, where there is no database: what is refused is refused before one is asked. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { perform, type Action } from '#lib/actions/define-action.ts'
import type { Query } from '#lib/actions/define-query.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import { readExports } from '#lib/testing/entry-points.ts'
import { ORIGIN } from '#lib/testing/world.ts'
import { setTestEnvironment } from '#scripts/database/test-database.ts'
import type { z } from 'zod'
import { caseFor } from './cases/index.ts'
import { STILL } from './cases/still.ts'
import { EXTRA, fieldsOf, hostileNumber, hostileText, notText, replaced } from './hostile.ts'

const ROOT = {
  ...{ id: '0199c0de-0000-7000-8000-000000000002', username: 'root', email: 'root@example.com', locale: null },
  ...{ platformRole: 'platform_admin' as const, mustChangePassword: false },
  ...{ workspaces: new Map(), projects: new Map(), devopsProjects: new Map() },
}
const REQUEST = { requestId: 'inputs', origin: ORIGIN, fetchSite: null, actor: async () => ROOT }

const asked = (await readExports()).flatMap(({ value, entries }) =>
  entries.filter(({ kind }) => kind !== 'route').map((entry) => ({ value, entry, fields: fieldsOf(entry.input) })),
)
const inputOf = (entry: (typeof asked)[number]['entry']): Record<string, unknown> =>
  caseFor(entry)?.(STILL, 'root', 'new-1').input ?? {}

const answerOf = ({ value, entry }: (typeof asked)[number], input: unknown): Promise<ActionResult<unknown>> =>
  entry.kind === 'action'
    ? perform(value as Action<z.ZodType, unknown>, REQUEST, input)
    : (value as Query<z.ZodType, unknown>).answer(REQUEST, input)

const REFUSED = { ok: false, error: { code: 'VALIDATION', requestId: 'inputs' } }

beforeAll(() => setTestEnvironment('postgres://nobody@127.0.0.1:1/none'))

describe.each(asked)('W7, W8: $entry.kind $entry.name', (one) => {
  const { entry, fields } = one
  const base = inputOf(entry)
  const objects = [[], ...fields.filter(({ type }) => type === 'object').map(({ path }) => path)]

  test('is asked validly to begin with', () => {
    expect(entry.input.safeParse(base).error).toBeUndefined()
  })

  test('takes no field that it does not know, at any depth', async () => {
    const known = new Set(fields.map(({ path }) => path.at(-1)))
    const unknown = EXTRA.filter((key) => !known.has(key))
    const extra = fc.record({
      path: fc.constantFrom(...objects),
      key: fc.constantFrom(...unknown),
      value: fc.anything(),
    })
    await fc.assert(
      fc.asyncProperty(extra, async ({ path, key, value }) => {
        expect(await answerOf(one, replaced(base, [...path, key], value))).toMatchObject(REFUSED)
      }),
      { numRuns: 30 },
    )
  })

  test('takes nothing that is no text where text belongs', async () => {
    const texts = fields.filter(({ type }) => type === 'string')
    if (texts.length === 0) return
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), notText, async ({ path }, value) => {
        expect(await answerOf(one, replaced(base, path, value))).toMatchObject(REFUSED)
      }),
      { numRuns: 40 },
    )
  })

  test('D1, D2: reads or refuses whatever stands in a field, and never breaks', () => {
    if (fields.length === 0) return
    const anything = fc.oneof(hostileText, hostileNumber, notText)
    fc.assert(
      fc.property(fc.constantFrom(...fields), anything, ({ path }, value) => {
        const { success, data } = entry.input.safeParse(replaced(base, path, value))
        const { take, pageSize } = (success ? data : {}) as { take?: number; pageSize?: number }
        expect(Math.max(take ?? 1, pageSize ?? 1)).toBeLessThanOrEqual(200)
      }),
      { numRuns: 100 },
    )
  })
})
