/** Everything that is edited under a version, edited by a hundred people at once: each version has one winner. */
import '#lib/testing/next-request.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readExports, type Exported } from '#lib/testing/entry-points.ts'
import { ask } from './ask.ts'
import { caseFor } from './cases/index.ts'
import { createFixture, type Fixture } from './fixture.ts'
import { fieldsOf } from './hostile.ts'

const AT_ONCE = 100

type Input = Record<string, unknown>

/** How the edits of one entry point differ from each other, where an alias or a description does not say it. */
const DIFFERENTLY: Record<string, (input: Input, index: number, fixture: Fixture) => Input> = {
  'users.set-role': (input, index) => ({ ...input, platformRole: index % 2 ? 'users_manager' : 'workspaces_manager' }),
  'users.set-state': (input, index) => ({ ...input, state: index % 2 ? 'active' : 'disabled' }),
  'users.reset-password': (input, index) => ({ ...input, password: `Correct-horse-${index}` }),
  'deployments.edit-settings': (input, index) => ({ ...input, spec: specOf(index) }),
  'deployments.edit-yaml': (input, index, { yaml }) => ({ ...input, yaml: inFolder(yaml, `folder-${index}`) }),
  'deployments.ignore-difference': (input, index) => ({ ...input, pointers: [`/spec/field-${index}`] }),
  'git-hosts.add': (input, index) => ({ ...input, host: `git-${index}.example.com` }),
  // Every secret differs from every other.
  'webhooks.renew': (input) => input,
  'audit.set-retention': (input, index) => ({ ...input, auditDays: index + 1 }),
  'single-sign-on.edit': (input, index) => ({ ...input, displayName: `Provider ${index}` }),
  'credentials.edit': (input, index) => ({ ...input, username: `user-${index}` }),
}
const inFolder = (yaml: string, folder: string): string =>
  yaml.replaceAll(/\n *path: .*/g, '').replace(/\n( +)repoURL: .*/, `$&\n$1path: ${folder}`)
const specOf = (index: number) => ({
  ...{ source: {}, ignoreDifferences: [] },
  syncPolicy: { retry: { backoffSeconds: index + 1 } },
})

function differently({ entries: [entry] }: Exported, input: Input, index: number, fixture: Fixture): Input {
  const how = DIFFERENTLY[entry?.name ?? '']
  if (how) return how(input, index, fixture)
  const field = ['alias', 'description'].find((name) => name in input)
  if (!field) throw new Error(`${entry?.name}: say in edits.itest.ts how two edits differ`)
  return { ...input, [field]: `edit ${index}` }
}

/** What is deleted has no further version; a renewal asks the cluster first, which a hundred at once would only wait for; of policies devops-projects.itest.ts tells. */
const LEFT_OUT = /\.(delete|remove)$|^(clusters\.renew|devops-projects\.set-policy)$/

const versioned = (await readExports()).filter(({ entries: [entry] }) => {
  const isEdit = entry?.kind === 'action' && !LEFT_OUT.test(entry.name)
  const fields = isEdit ? fieldsOf(entry.input) : []
  return fields.some(({ path, type }) => path.join() === 'version' && type !== 'string')
})

let fixture: Fixture
beforeAll(async () => {
  fixture = await createFixture()
})
afterAll(() => fixture.destroy())

const outcome = (body: unknown): string => {
  const { error } = body as { error?: { code: string; reason?: string } }
  return error ? [error.code, error.reason].filter(Boolean).join(' ') : 'ok'
}

test('there is something that is edited under a version', () => {
  expect(versioned.length).toBeGreaterThanOrEqual(10)
})

test.each(versioned)('D3: $name has one winner of a hundred', async (exported) => {
  const [entry] = exported.entries
  const cookies = fixture.cookies.get('root') ?? ''
  const make = entry && caseFor(entry)
  if (!make) throw new Error(`no case for ${exported.name}`)
  const { input } = make(fixture, 'root', 'edited')
  const edit = async (index: number, version: number) =>
    outcome((await ask(exported, { ...differently(exported, input, index, fixture), version }, cookies)).body)
  let version = 0
  // The edit of a version that is over is refused: the first that is not tells which one stands.
  for (; version < 40 && (await edit(1_000 + version, version)) === 'CONFLICT version_changed'; version++);
  version++
  const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => edit(index, version)))
  const counts = Map.groupBy(outcomes, (one) => one)
  expect(counts.get('ok')).toHaveLength(1)
  // Whoever waits too long for a connection is told so; nobody is told "ok" in vain.
  const told = ['ok', 'CONFLICT version_changed', 'UNAVAILABLE database_unavailable']
  expect([...counts.keys()].filter((key) => !told.includes(key))).toEqual([])
})
