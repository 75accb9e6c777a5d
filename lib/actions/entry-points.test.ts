import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { PERMISSIONS } from '#lib/authz/permissions.ts'
import { entryPointFiles, readExports } from '#lib/testing/entry-points.ts'
import { caseFor } from '#lib/testing/matrix/cases/index.ts'
import { STILL } from '#lib/testing/matrix/cases/still.ts'
import { missing } from '#lib/testing/matrix/missing.ts'
import type { EntryPoint } from './definition.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const files = entryPointFiles()
const exported = await readExports()
const declared = exported.flatMap(({ file, entries }) => entries.map((entry) => ({ file, entry })))

test('there is something to enumerate', () => {
  expect(files.filter((file) => file.endsWith('actions.ts')).length).toBeGreaterThanOrEqual(4)
  expect(files.filter((file) => file.endsWith('queries.ts')).length).toBeGreaterThanOrEqual(8)
  expect(files.filter((file) => file.endsWith('route.ts')).length).toBeGreaterThanOrEqual(15)
})

test('every export of an actions, queries or route file was made by a builder', () => {
  expect(exported.filter(({ entries }) => entries.length === 0).map(({ file, name }) => `${file}: ${name}`)).toEqual([])
})

test('an actions file exports actions only, a queries file queries only, a route file routes only', () => {
  const wrong = declared.filter(({ file, entry }) => !path.basename(file, '.ts').startsWith(kindOfFile(entry)))
  expect(wrong.map(({ file, entry }) => `${file}: ${entry.name}`)).toEqual([])
})

const kindOfFile = ({ kind }: EntryPoint): string => ({ action: 'actions', query: 'queries', route: 'route' })[kind]

test('only the actions under lib/features are marked as callable from the browser', () => {
  const marked = globSync('{lib,app,components}/**/*.{ts,tsx}', { cwd: ROOT }).filter((file) => {
    const source = readFileSync(path.join(ROOT, file), 'utf8').slice(0, 2_000)
    return /^\s*['"]use server['"]/m.test(source)
  })
  expect(marked.filter((file) => !/^lib\/features\/[^/]+\/actions\.ts$/.test(file))).toEqual([])
})

test('names are unique within actions and within queries', () => {
  for (const kind of ['action', 'query'] as const) {
    const names = declared.filter(({ entry }) => entry.kind === kind).map(({ entry }) => entry.name)
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted())
  }
})

describe('each declaration', () => {
  test.each(declared)('$entry.kind $entry.name in $file asks for a permission of its own scope', ({ entry }) => {
    const { scope, permission } = entry
    const open = { public: ['public'], session: ['signed-in'], signed: ['signature'] }
    expect({ ...PERMISSIONS, ...open }[scope]).toContain(permission)
  })

  test.each(declared.filter(({ entry }) => entry.name !== 'auth.next-auth'))(
    '$entry.kind $entry.name in $file refuses fields that it does not know',
    ({ entry }) => {
      const valid = caseFor(entry)?.(STILL, 'root', 'new-1').input
      const result = entry.input.safeParse({ ...valid, surprise: true })
      expect(result.error?.issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true)
    },
  )

  test.each(declared)('$entry.kind $entry.name in $file survives input of any type', ({ entry }) => {
    const deep = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as unknown
    for (const raw of [null, undefined, 1, 'x', [], [[]], deep, new Date(), { __proto__: { workspace: 'w' } }])
      expect(() => entry.input.safeParse(raw)).not.toThrow()
  })
})

test('nothing is public but signing in, the session, the health checks and next-auth itself', () => {
  const names = declared.filter(({ entry }) => entry.scope === 'public').map(({ entry }) => entry.name)
  expect([...new Set(names)].toSorted()).toEqual(
    [
      ...['auth.next-auth', 'system.live', 'system.ready', 'users.session', 'users.sign-in'],
      ...['single-sign-on.choices', 'single-sign-on.start', 'single-sign-on.finish'],
    ].toSorted(),
  )
})

test('nothing is opened by a signature but the deliveries of Git hosts', () => {
  const names = declared.filter(({ entry }) => entry.scope === 'signed').map(({ entry }) => entry.name)
  expect(names).toEqual(['webhooks.deliver'])
})

test('every entry point has its line and its case in the authorisation matrix', () => {
  expect([...new Set(declared.flatMap(({ entry }) => missing(entry)))]).toEqual([])
})

test('a schema that is not strict would be noticed', () => {
  expect(z.object({}).safeParse({ surprise: true }).success).toBe(true)
})
