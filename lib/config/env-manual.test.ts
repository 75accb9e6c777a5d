/** The operator's pages against what they describe: variables with their defaults, reasons, and words of the console. */
import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { REASONS } from '#lib/core/reasons.ts'
import reasons from '#lib/i18n/messages/ko/reasons.json' with { type: 'json' }
import { ENVIRONMENT_NAMES, parseEnvironment } from './env.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const read = (...parts: string[]) => readFileSync(path.join(ROOT, ...parts), 'utf8')

const CATALOGUE = 'lib/i18n/messages/ko'
const textsOf = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(textsOf)
const texts = new Set(
  readdirSync(path.join(ROOT, CATALOGUE)).flatMap((file) => textsOf(JSON.parse(read(CATALOGUE, file)))),
)

describe('the table of the environment', () => {
  /** Name and default of each row. */
  const rows = [...read('docs/operations.md').matchAll(/^\| `([A-Z_]+)` +\| ([^|]*?) +\|/gm)].map(
    ([, name = '', fallback = '']) => ({ name, fallback }),
  )

  test('has a line for every variable, and no other', () => {
    expect(rows.map(({ name }) => name).toSorted()).toEqual(ENVIRONMENT_NAMES.toSorted())
  })

  test('says the defaults as they are', () => {
    const parsed: Readonly<Record<string, unknown>> = parseEnvironment({
      DATABASE_URL: 'postgresql://postgres:pw@127.0.0.1:5432/ieum',
      NEXTAUTH_SECRET: 's'.repeat(32),
      IEUM_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    })
    const defaultOf = ({ name, fallback }: (typeof rows)[number]) => {
      const told = /^`(.*)`$/.exec(fallback)?.[1]
      if (told !== undefined) return told.startsWith('.') ? path.resolve(told) : told
      return fallback === 'needed' ? String(parsed[name]) : 'undefined'
    }
    expect(rows.map((row) => [row.name, defaultOf(row)])).toEqual(rows.map(({ name }) => [name, String(parsed[name])]))
  })
})

describe.each(['docs/operations.md', 'docs/coming-from-argocd.md'])('%s', (file) => {
  const named = [...read(file).matchAll(/([^|,;:]*)\(`([a-z]+_[a-z_]+)`\)/g)].map(([, before = '', reason = '']) => ({
    before: before.trim(),
    reason,
  }))

  test('names reasons that exist, behind their words', () => {
    const words: Readonly<Record<string, { short: string }>> = reasons
    expect(named.map(({ reason }) => reason).filter((reason) => !REASONS.some((known) => known === reason))).toEqual([])
    const inKorean = named.filter(({ before }) => /[가-힣]$/.test(before))
    expect(inKorean.filter(({ before, reason }) => !before.endsWith(words[reason]?.short ?? '?'))).toEqual([])
    expect(inKorean.length).toBeGreaterThan(0)
  })

  test('says of the console what the console says', () => {
    const told = [...read(file).matchAll(/\*\*([^*\n]+)\*\*/g)].map(([, words = '']) => words)
    expect(told.filter((words) => /[가-힣]/.test(words) && !texts.has(words))).toEqual([])
  })
})
