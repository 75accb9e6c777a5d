/** What a schema lets through although nobody means it is answered: stored, refused or not found, and never a defect. */
import '#lib/testing/next-request.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readExports } from '#lib/testing/entry-points.ts'
import { ask } from './ask.ts'
import { caseFor } from './cases/index.ts'
import { fieldsOf, hostileNumber, hostileText, replaced } from './hostile.ts'
import { createFixture, type Fixture } from './fixture.ts'

/** Signing out ends the session that asks. */
const LEFT_OUT = ['users.sign-out', 'users.sign-out-everywhere', 'users.sign-in', 'auth.next-auth']

const entries = (await readExports()).flatMap((exported) =>
  exported.entries
    .filter(({ name }) => !LEFT_OUT.includes(name))
    .map((entry) => ({ exported, entry, fields: fieldsOf(entry.input).filter(({ path }) => path.length > 0) })),
)
let fixture: Fixture

beforeAll(async () => {
  fixture = await createFixture()
})
afterAll(() => fixture.destroy())

/** Addresses carry only what can be written as UTF-8. */
const wellFormed = (value: string | number, kind: string) =>
  kind === 'route' && typeof value === 'string' ? value.toWellFormed().slice(0, 2_000) : value

test.each(entries.filter(({ fields }) => fields.length > 0))(
  'W7, D1: $entry.kind $entry.name of $exported.file answers whatever stands in its fields',
  async ({ exported, entry, fields }) => {
    const cookies = fixture.cookies.get('root') ?? ''
    const base = caseFor(entry)?.(fixture, 'root', `hostile-${exported.name.toLowerCase()}`).input ?? {}
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), fc.oneof(hostileText, hostileNumber), async ({ path }, value) => {
        const input = replaced(base, path, wellFormed(value, entry.kind)) as Record<string, unknown>
        // What the schema refuses is told of without a database: inputs.test.ts.
        if (entry.kind !== 'route' && !entry.input.safeParse(input).success) return
        const { body } = await ask(exported, input, cookies)
        expect(JSON.stringify(body)).not.toContain('INTERNAL')
      }),
      { numRuns: 25, seed: 1 },
    )
  },
)
