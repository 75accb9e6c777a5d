import { afterAll, describe, expect, it } from 'vitest'
import { createJq } from './jq.ts'

const jq = createJq()
afterAll(() => jq.close())

const OBJECT = JSON.stringify({ spec: { containers: [{ name: 'a' }, { name: 'b', image: 'x' }] } })
const paths = (expression: string, text = OBJECT) => jq.paths('one', expression, text)

describe('jq path expressions', () => {
  it.each([
    ['.spec', [['spec']]],
    ['.spec.containers[] | select(.name == "b") | .image', [['spec', 'containers', 1, 'image']]],
    ['.spec.containers[1:]', [['spec', 'containers', { start: 1, end: null }]]],
    ['.spec.nothing.there', [['spec', 'nothing', 'there']]],
    ['.spec # a comment', [['spec']]],
    ['empty', []],
  ])('%s', async (expression, expected) => expect(await paths(expression)).toEqual(expected))

  it('name nothing where the object has nothing to go through', async () => {
    expect(await paths('.spec.initContainers[].image')).toEqual([])
    expect(await paths('.spec.containers.name')).toEqual([])
  })

  it.each([
    ['.spec | tostring', 'Invalid path expression'],
    ['.spec[', 'syntax error'],
    ['error("no")', 'no'],
    ['import "/etc/passwd" as $x; $x', 'syntax error'],
    ['..', 'more than 10000 places', JSON.stringify({ list: Array.from({ length: 11_000 }, () => 1) })],
  ])('that fails, %s, says why', async (expression, words, text = OBJECT) => {
    await expect(paths(expression, text)).rejects.toMatchObject({
      reason: 'ignore_expression_failed',
      params: { expression },
      detail: expect.stringContaining(words) as string,
    })
  })

  it('see nothing of the process', async () => {
    process.env['IEUM_CANARY'] = 'canary'
    expect(await paths('select($ENV.IEUM_CANARY or env.IEUM_CANARY) | .spec')).toEqual([])
    delete process.env['IEUM_CANARY']
  })

  it(
    'that never end or take all memory are ended, not tried again at once, and disturb nobody',
    { timeout: 60_000 },
    async () => {
      const hostile = ['last(repeat(.))', 'def f: 1 + f; f', '[range(1e9)]', '"x" * 1e9'].map((expression) =>
        expect(jq.paths('two', expression, OBJECT)).rejects.toMatchObject({ reason: 'ignore_expression_timeout' }),
      )
      expect(await paths('.spec')).toEqual([['spec']])
      await Promise.all(hostile)
      await expect(jq.paths('two', 'last(repeat(.))', '{}')).rejects.toMatchObject({
        reason: 'ignore_expression_timeout',
      })
      expect(await jq.paths('two', '.spec', OBJECT)).toEqual([['spec']])
    },
  )

  it('are checked before they are saved', async () => {
    const check = (expression: string) => jq.check('one', expression)
    expect(await check('.spec.containers[] | select(.name == "b")')).toBeNull()
    expect(await check('last(repeat(1))')).toBeNull()
    expect(await check('.spec.containers[')).toBe('syntax error, unexpected INVALID_CHARACTER')
    expect(await check('nosuchthing')).toBe('nosuchthing/0 is not defined')
  })
})
