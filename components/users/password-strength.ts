/** A rough measure for people who choose a password. Pure; the rules of the schema decide, this only advises. */

export const STRENGTHS = ['weak', 'fair', 'good', 'strong'] as const
export type Strength = (typeof STRENGTHS)[number]

/** Bits that a guesser has to try at least before the next step of the measure. */
const STEPS = [36, 52, 72]

const ALPHABETS: readonly [RegExp, number][] = [
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/\p{Nd}/u, 10],
  [/[^\p{L}\p{Nd}]/u, 32],
  // Hangul and other letters without case.
  [/\p{Lo}/u, 2_000],
]

/** Letters that follow from the one before ("aaa", "123", "cba") cost a guesser nothing. */
function surprises(password: string): number {
  const codes = [...password].map((letter) => letter.codePointAt(0) ?? 0)
  return codes.filter((code, index) => Math.abs(code - (codes[index - 1] ?? -9)) > 1).length
}

/**
 * How hard a password is to guess: its alphabet to the power of its surprising letters. Parts of what everybody knows of the person
 * (`known`: username, e-mail name) count for nothing.
 */
export function passwordStrength(password: string, known: readonly string[] = []): Strength {
  const words = known.filter((word) => word.length >= 3).map((word) => word.toLowerCase())
  const rest = words.reduce((text, word) => text.toLowerCase().replaceAll(word, ''), password)
  const alphabet = ALPHABETS.reduce((size, [kind, letters]) => size + (kind.test(password) ? letters : 0), 0)
  const bits = surprises(rest) * Math.log2(Math.max(alphabet, 1))
  return STRENGTHS[STEPS.filter((step) => bits >= step).length] ?? 'strong'
}
