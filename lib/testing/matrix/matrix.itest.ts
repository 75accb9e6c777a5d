/** Every entry point asked by every kind of person, against the table; and what belongs to others asked for by its real names. */
import '#lib/testing/next-request.ts'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EntryPoint } from '#lib/actions/definition.ts'
import { db } from '#lib/db/client.ts'
import { raw } from '#lib/db/sql.ts'
import { readExports, type Exported } from '#lib/testing/entry-points.ts'
import { ask, type Answer } from './ask.ts'
import type { Case } from './case.ts'
import { caseFor } from './cases/index.ts'
import { createFixture, NAMES, TARGET, UNKNOWN, type Fixture } from './fixture.ts'
import { missing } from './missing.ts'
import { COLUMNS, PRINCIPALS, REQUEST_ID, signIn, type Principal } from './principals.ts'
import { MATRIX, type Outcome } from './table.ts'

const SCOPES_OF_A_TENANT = ['workspace', 'project', 'devops']

/** One declaration behind one export. */
type Entry = { exported: Exported; entry: EntryPoint; title: string }

const entries: Entry[] = (await readExports()).flatMap((exported) =>
  exported.entries.map((entry) => ({
    exported,
    entry,
    title: `${entry.kind} ${entry.name}${entry.kind === 'route' ? ` (${exported.file})` : ''}`,
  })),
)

let fixture: Fixture
let count = 0

beforeAll(async () => {
  fixture = await createFixture()
})
afterAll(() => fixture.destroy())

const uniqueName = (): string => `new-${count++}`
const caseOf = ({ entry }: Entry, who: Principal, unique = uniqueName()): Case => {
  const make = caseFor(entry)
  if (!make) throw new Error(missing(entry).join('\n'))
  return make(fixture, who, unique)
}
/** Signing in ends the session that the browser had; the sessions of the test are to last. */
const isSignIn = ({ entries: [entry] }: Exported): boolean => entry?.name === 'users.sign-in'
const askAs = (who: Principal, { exported }: Entry, input: Record<string, unknown>): Promise<Answer> =>
  ask(exported, input, isSignIn(exported) ? '' : (fixture.cookies.get(who) ?? ''))

/** The answer in one word: "ok", or code and reason. */
function summary({ body }: Answer): string {
  const { error } = body as { error?: { code: string; reason?: string } }
  return error ? [error.code, error.reason].filter(Boolean).join(' ') : 'ok'
}

const STATUS = { own: 403, '401': 401, '403': 403, '404': 404 } as const

/** What a refusal at the door says, all of it. */
const refusal = (outcome: Exclude<Outcome, 'yes'>, { permission }: EntryPoint): Answer['body'] => {
  const codes = { own: 'FORBIDDEN', '401': 'UNAUTHENTICATED', '403': 'FORBIDDEN', '404': 'NOT_FOUND' } as const
  const why = { own: { reason: 'password_change_required' }, '403': { params: { permission } }, '401': {}, '404': {} }
  const error = { code: codes[outcome], ...why[outcome], requestId: REQUEST_ID }
  return { ok: false, error }
}

let tables: string[] = []
/** As it was after the last answer that may have changed something. */
let standing: string | null = null
/** Everything in the database but the records of refusals. */
async function fingerprint(): Promise<string> {
  if (tables.length === 0) {
    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`
    tables = rows.map(({ name }) => name)
  }
  const parts = tables.map((name) => {
    const where = name === 'AuditEvent' ? ` WHERE t."action" <> 'access.denied'` : ''
    return `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS part FROM "${name}" t${where}`
  })
  const query = `SELECT md5(string_agg(part, '|')) AS "all" FROM (${parts.join(' UNION ALL ')}) p`
  const rows = await db.$queryRaw<{ all: string }[]>(raw(query))
  return rows[0]?.all ?? ''
}

/** What is wrong with the answer to somebody who is let in. */
async function letIn(one: Entry, who: Principal): Promise<string[]> {
  const { input, answers } = caseOf(one, who)
  const answer = await askAs(who, one, input)
  standing = null
  const username = PRINCIPALS[who]
  if (one.entry.name.startsWith('users.sign-out') && username !== null) fixture.cookies.set(who, await signIn(username))
  return summary(answer) === answers ? [] : [`${who}: ${JSON.stringify(answer.body)} instead of ${answers}`]
}

/** What is wrong with the refusal: its whole body, its status, and that nothing happened. */
async function turnedAway(one: Entry, who: Principal, expected: Exclude<Outcome, 'yes'>): Promise<string[]> {
  const { input } = caseOf(one, who)
  const before = (standing ??= await fingerprint())
  const { status, body } = await askAs(who, one, input)
  const wanted = refusal(expected, one.entry)
  return [
    ...(isDeepStrictEqual(body, wanted)
      ? []
      : [`${who}: ${JSON.stringify(body)} instead of ${JSON.stringify(wanted)}`]),
    ...(status === null || status === STATUS[expected] ? [] : [`${who}: ${status} instead of ${STATUS[expected]}`]),
    ...((await fingerprint()) === before ? [] : [`${who} changed something`]),
  ]
}

describe('the matrix', () => {
  test('has a line and a case for every entry point, and none for what is gone', () => {
    expect(entries.flatMap(({ entry }) => missing(entry))).toEqual([])
    const names = new Set(entries.map(({ entry }) => entry.name))
    expect([...MATRIX.keys()].filter((name) => !names.has(name))).toEqual([])
  })

  test.each(entries)('W1, W2: $title answers everybody as the table says', async (one) => {
    const { entry } = one
    const line = MATRIX.get(entry.name)
    const wrong: string[] = []
    for (const who of COLUMNS) {
      const expected = line?.[who] ?? '401'
      wrong.push(...(expected === 'yes' ? await letIn(one, who) : await turnedAway(one, who, expected)))
    }
    expect(wrong).toEqual([])
  })
})

/** The same input with other texts in place of these, however deep they stand. */
const swapped = <T>(value: T, swaps: Readonly<Record<string, string>>): T =>
  JSON.parse(Object.entries(swaps).reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(value))) as T
const inverted = (swaps: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(swaps).map(([from, to]) => [to, from]))

/** Without the milliseconds that asking took. */
const timeless = (answer: Answer): unknown => JSON.parse(JSON.stringify(answer).replaceAll(/"ms":\d+/g, '"ms":0'))

/** Names of the other tenant's places → of one's own; both have them. */
const OWN = { '"acme"': '"rival"', [`"${NAMES.devopsProject}"`]: '"devops"', [`"${NAMES.project}"`]: '"rival-shop"' }
const NOWHERE = {
  '"acme"': '"acne"',
  [`"${NAMES.devopsProject}"`]: '"acne-delivery"',
  [`"${NAMES.project}"`]: '"matrix-shap"',
}
const OWN_WORKSPACE = { '"acme"': '"rival"' }

const ofTenants = entries.filter(({ entry }) => SCOPES_OF_A_TENANT.includes(entry.scope))

describe("the admin of another workspace learns nothing from another tenant's names", () => {
  test.each(ofTenants)('W2: $title answers as for names that nobody has', async (one) => {
    const { input } = caseOf(one, 'stranger')
    const foreign = await askAs('stranger', one, input)
    expect(summary(foreign)).toBe('NOT_FOUND')
    expect(await askAs('stranger', one, swapped(input, NOWHERE))).toEqual(foreign)
    if (one.entry.scope === 'workspace') return
    expect(await askAs('stranger', one, swapped(input, OWN_WORKSPACE))).toEqual(foreign)
  })

  test.each(ofTenants)('W2: $title finds nothing of another tenant in an own place', async (one) => {
    const unique = uniqueName()
    const { input } = caseOf(one, 'stranger', unique)
    const unknown = {
      [unique]: uniqueName(),
      [TARGET]: UNKNOWN,
      [fixture.pod]: fixture.pod.replace(TARGET, UNKNOWN),
      ...Object.fromEntries(
        [fixture.previewOf('root'), fixture.filterOf('root'), ...Object.values(fixture.uids)].map((id) => [
          id,
          crypto.randomUUID(),
        ]),
      ),
    }
    const own = swapped(input, OWN)
    const real = await askAs('stranger', one, own)
    const made = await askAs('stranger', one, swapped(own, unknown))
    expect(timeless(swapped(made, inverted(unknown)))).toEqual(timeless(real))
    expect(JSON.stringify(real)).not.toContain('INTERNAL')
  })
})

test('the people asked for nothing but what the table says, and the cluster is as it was', async () => {
  for (const [kind, id] of Object.entries(fixture.objects)) {
    const object = await fixture.kube.get(id)
    expect(object?.metadata.uid).toBe(fixture.uids[kind as keyof Fixture['uids']])
    expect(object?.metadata.generation ?? 1).toBe(1)
  }
  console.info(
    `matrix: ${entries.length} entry points × ${COLUMNS.length} people = ${entries.length * COLUMNS.length} answers`,
  )
})
