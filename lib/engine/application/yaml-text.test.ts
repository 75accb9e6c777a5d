import { describe, expect, test } from 'vitest'
import type { AppError } from '#lib/core/errors.ts'
import { readYaml, writeYaml } from './yaml-text.ts'

const refusal = (text: string): AppError => {
  try {
    readYaml(text)
  } catch (error) {
    return error as AppError
  }
  throw new Error('was read')
}
const place = (text: string) => refusal(text).fields?.['yaml']?.params

describe('a text that can be read', () => {
  const text = [
    '# a comment',
    'metadata:',
    '  name: web',
    'spec:',
    '  ports: [80, 443]',
    '  list:',
    '    - a: 1',
    '',
  ].join('\n')

  test('is its plain value', () => {
    expect(readYaml(text).value).toEqual({
      metadata: { name: 'web' },
      spec: { ports: [80, 443], list: [{ a: 1 }] },
    })
  })

  test.each([
    [['metadata'], { line: 2, column: 1 }],
    [['metadata', 'name'], { line: 3, column: 3 }],
    [['spec', 'ports'], { line: 5, column: 3 }],
    [['spec', 'ports', 1], { line: 5, column: 15 }],
    [['spec', 'list', 0, 'a'], { line: 7, column: 7 }],
  ])('knows where %j is', (path, position) => expect(readYaml(text).locate(path)).toEqual(position))

  test('places what is missing at what would hold it', () => {
    expect(readYaml(text).locate(['spec', 'source', 'path'])).toEqual({ line: 4, column: 1 })
    expect(readYaml(text).locate(['status'])).toEqual({ line: 2, column: 1 })
  })

  test('survives a walk there and back', () => {
    const value = { name: 'yes', on: 'no', version: '1.10', list: [true, null, 0, ''], 한글: '값' }
    expect(readYaml(writeYaml(value)).value).toEqual(value)
  })

  test('keeps a key that JavaScript is afraid of an ordinary key', () => {
    const { value } = readYaml('__proto__: {polluted: true}\nname: x\n')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.keys(value as object)).toContain('name')
  })

  test('is written without anchors, even where a value is shared', () => {
    const shared = { a: 1 }
    expect(writeYaml({ one: shared, two: shared })).not.toMatch(/[&*]/)
  })
})

describe('a text that cannot be read', () => {
  test.each([
    ['a bracket that is not closed', 'a: 1\nb: [1, 2\n', 3],
    ['a wrong indent', 'a:\n  b: 1\n c: 2\n', 3],
    ['a key twice', 'a: 1\nb: 2\na: 3\n', 3],
    ['a tab as indent', 'a:\n\tb: 1\n', 2],
    ['an anchor', 'a: 1\nb: &x 1\n', 2],
    ['an alias', 'a: &x 1\nb: *x\n', 1],
    ['a tag', 'a: 1\nb: !!js/function "x"\n', 2],
    ['a map as a key', 'a: 1\n? {x: 1}\n: 2\n', 2],
  ])('names the line: %s', (_, text, line) => {
    expect(refusal(text)).toMatchObject({ code: 'VALIDATION', fields: { yaml: { code: 'yaml' } } })
    expect(place(text)).toMatchObject({ line })
    expect(refusal(text).detail).not.toBe('')
  })

  test('is refused when it is empty or several documents', () => {
    expect(refusal('').fields).toMatchObject({ yaml: { code: 'required' } })
    expect(refusal('# nothing\n').fields).toMatchObject({ yaml: { code: 'required' } })
    expect(refusal('a: 1\n---\nb: 2\n').detail).toBe('more than one document')
  })

  test('is refused when it is nested without end, not followed', () => {
    expect(refusal('['.repeat(50_000)).code).toBe('VALIDATION')
    expect(refusal(`a: ${'{a: '.repeat(60)}`).code).toBe('VALIDATION')
  })

  test('cannot make much out of little', () => {
    const laughs = ['a: &a [x,x,x,x]', 'b: &b [*a,*a,*a]', 'c: [*b,*b,*b]', ''].join('\n')
    expect(refusal(laughs).detail).toBe('anchors and aliases are not allowed')
  })
})
