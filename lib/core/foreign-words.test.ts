import { describe, expect, it } from 'vitest'
import { foreignWords } from './foreign-words.ts'

describe('foreignWords', () => {
  it('removes terminal escapes, other control characters and direction overrides, and keeps lines', () => {
    expect(foreignWords('remote: \u001b[2J\u001b[31mred\u0007 \u202eevil\r\n\r\nnext\n')).toBe(
      'remote: red   evil\nnext',
    )
  })

  it('leaves ordinary text alone', () => {
    expect(foreignWords('값이 올바르지 않습니다: "a" ✓')).toBe('값이 올바르지 않습니다: "a" ✓')
  })

  it.each(['가', 'a', '😀'])('is at most 4 kB of valid text that says where it was cut: %s', (character) => {
    const words = foreignWords(character.repeat(1_000_000))
    expect(Buffer.byteLength(words)).toBeLessThanOrEqual(4096)
    expect(words.endsWith(`${character}…`)).toBe(true)
  })
})
