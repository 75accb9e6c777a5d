import { expect, test } from 'vitest'
import { passwordStrength } from './password-strength.ts'

test.each([
  ['', 'weak'],
  ['Aaaaaaaaaaaaaaa1', 'weak'],
  ['Abcdefg1234567', 'weak'],
  ['Xk7pQ2', 'weak'],
  ['Xk7pQ2mR', 'fair'],
  ['Xk7pQ2mRwz', 'good'],
  ['Xk7pQ2mRwz!v9T', 'strong'],
  ['이음으로 배포하기 2026 Aa', 'strong'],
] as const)('%j is %s', (password, strength) => expect(passwordStrength(password)).toBe(strength))

test('what everybody knows of the person counts for nothing', () => {
  expect(passwordStrength('Mina-Kim-2026')).not.toBe('weak')
  expect(passwordStrength('Mina-Kim-2026', ['mina-kim'])).toBe('weak')
})
