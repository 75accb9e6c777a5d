import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseExact } from './json-text.ts'

describe('reading JSON without changing a digit', () => {
  it.each(['{"a":9007199254740993}', '{"a":1.0,"b":1e3,"c":-0}', '[0.10,12345678901234567890]', '{"s":"1.50"}'])(
    'writes %s as it was',
    (text) => expect(JSON.stringify(parseExact(text))).toBe(text),
  )

  it('gives ordinary numbers as numbers', () => {
    expect(parseExact('{"port":8080,"ratio":0.5,"id":12345678901234567}')).toMatchObject({ port: 8080, ratio: 0.5 })
  })

  it('writes every JSON value that JavaScript can hold as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(JSON.stringify(parseExact(text))).toBe(text)
      }),
    )
  })

  it('refuses what is not JSON', () => expect(() => parseExact('{a: 1.0}')).toThrow(SyntaxError))
})
