import { describe, expect, it } from 'vitest'
import { revisionSchema } from './spec.ts'

const isRevision = (text: string) => revisionSchema.safeParse(text).success

describe('a revision', () => {
  it.each(['HEAD', 'main', 'feature/login', 'fix/#12', '기능/로그인', '_next', 'v1.2.0', 'refs/pull/7/head', 'a@b'])(
    'may be the name %j',
    (text) => expect(isRevision(text)).toBe(true),
  )

  it.each(['1.x', '1.2.*', '*', '^1.2', '~1.2.3', '>=1.0.0', '>=1.0 <2.0', '1.2 - 2.0', '1.x || >=3.0.0-0', '!=1.4.0'])(
    'may be the range of versions %j',
    (text) => expect(isRevision(text)).toBe(true),
  )

  it.each([
    '',
    '-',
    '--upload-pack=x',
    '-u',
    'a..b',
    'main@{1}',
    'a b',
    'a\nb',
    'a\0b',
    'a:b',
    'a?',
    'refs/*',
    '$(id)',
  ])('is never %j', (text) => expect(isRevision(text)).toBe(false))
})
