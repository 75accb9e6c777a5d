import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { containsText, initialsPattern } from './text-search.ts'

describe('searching a text', () => {
  it.each([
    ['결제 게이트웨이', 'ㄱㅈ', true],
    ['결제 게이트웨이', 'ㄱㅈ ㄱㅇㅌ', true],
    ['결제 게이트웨이', '결ㅈ', true],
    ['쌀 주문', 'ㅆ', true],
    ['살 주문', 'ㅆ', false],
    ['주문 API', 'ㅁ api', true],
    ['주문', 'ㄱ', false],
    ['ㄱ열', 'ㄱ', true],
    ['Payment-Gateway', 'gate', true],
    ['payment', '', true],
  ])('%s with %s: %s', (text, search, found) => {
    expect(containsText(text, search)).toBe(found)
  })

  it('takes what is typed as text: nothing of it is a pattern of its own', () => {
    expect(containsText('a.b', 'ㄱ.')).toBe(false)
    expect(containsText('가.b', 'ㄱ.')).toBe(true)
    expect(containsText('가xb', 'ㄱ.')).toBe(false)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 8 }), (typed) => {
        expect(containsText(`가${typed}`, `ㄱ${typed}`)).toBe(true)
      }),
    )
  })

  it('needs no pattern without a consonant', () => {
    expect(initialsPattern('결제')).toBeNull()
  })
})
