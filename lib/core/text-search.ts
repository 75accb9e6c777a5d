/** What a person types into a search box, as a pattern. A Korean may type the first consonant of each syllable: ㄱㅈ finds 결제. */

const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const FIRST_SYLLABLE = 0xac00
/** Syllables that begin with the same consonant stand together. */
const PER_INITIAL = 588

/**
 * A regular expression, the same for JavaScript and PostgreSQL, in which a lone consonant stands for every syllable that begins with it.
 * Null when the text has none: it is then looked for as it is.
 */
export function initialsPattern(text: string): string | null {
  const letters = [...text]
  if (!letters.some((letter) => INITIALS.includes(letter))) return null
  return letters.map(classOf).join('')
}

function classOf(letter: string): string {
  const index = INITIALS.indexOf(letter)
  if (index < 0) return letter.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&')
  const first = FIRST_SYLLABLE + index * PER_INITIAL
  return `[${letter}${String.fromCodePoint(first)}-${String.fromCodePoint(first + PER_INITIAL - 1)}]`
}

/** Whether a text contains what is searched for, in any case; every text contains nothing. */
export function containsText(text: string, search: string): boolean {
  if (text.toLowerCase().includes(search.toLowerCase())) return true
  const pattern = initialsPattern(search)
  return pattern !== null && new RegExp(pattern, 'i').test(text)
}
