/**
 * Patterns of groups and kinds as Argo CD has them: "*" any text, "?" one character, "[a-c]" one of a set, "[!a-c]" none of it, "{a,b}"
 * either, "\" takes the next character as it is. Matching takes no longer than pattern times text, whatever the pattern.
 */

type Part = '*' | ((character: string) => boolean)

/** More alternatives than anybody writes by hand. */
const MAX_ALTERNATIVES = 64

const cache = new Map<string, Part[][]>()
const MAX_CACHED = 1000

/** True when the whole text fits the pattern. A pattern that is none (an open bracket) fits only itself. */
export function matchesGlob(pattern: string, text: string): boolean {
  if (pattern === text) return true
  if (!/[*?[{\\]/.test(pattern)) return false
  let alternatives = cache.get(pattern)
  if (alternatives === undefined) {
    alternatives = expand(pattern)
      .map(parse)
      .filter((parts) => parts !== null)
    if (cache.size >= MAX_CACHED) cache.clear()
    cache.set(pattern, alternatives)
  }
  return alternatives.some((parts) => fits(parts, [...text]))
}

const GROUP = /(?<!\\)\{(?<inner>(?:[^\\{}]|\\.)*)\}/su

/** The patterns that "{a,b}" stands for, from the innermost outwards. Nothing where there are too many. */
function expand(pattern: string): string[] {
  let patterns = [pattern]
  for (;;) {
    const next = patterns.flatMap((one) => {
      const found = GROUP.exec(one)
      const choices = found?.groups?.['inner']?.split(/(?<!\\),/)
      return choices?.map((choice) => one.replace(GROUP, () => choice)) ?? [one]
    })
    if (next.length > MAX_ALTERNATIVES) return []
    if (next.every((one, index) => one === patterns[index])) return next
    patterns = next
  }
}

const PART = /\\(?<escaped>.)|\[(?<not>!?)(?<set>[^\]]+)\]|(?<plain>[^[])/gsu

function parse(pattern: string): Part[] | null {
  const parts: Part[] = []
  let end = 0
  for (const { index, 0: text, groups = {} } of pattern.matchAll(PART)) {
    if (index !== end) return null
    end = index + text.length
    const { escaped, not, set, plain } = groups
    if (escaped !== undefined) parts.push((character) => character === escaped)
    else if (set !== undefined) parts.push(setPart(set, not === '!'))
    else if (plain === '*') parts.push('*')
    else parts.push((character) => plain === '?' || character === plain)
  }
  return end === pattern.length ? [...parts] : null
}

function setPart(set: string, isNegated: boolean): Part {
  const range = /^(?<from>.)-(?<to>.)$/su.exec(set)?.groups
  const has = (character: string) =>
    range ? character >= (range['from'] ?? '') && character <= (range['to'] ?? '') : set.includes(character)
  return (character) => has(character) !== isNegated
}

/** Goes back to the last star only: what an earlier one could take, the last one can take as well. */
function fits(parts: readonly Part[], text: readonly string[]): boolean {
  let at = 0
  let star = -1
  let resume = 0
  for (let index = 0; index < text.length;) {
    const part = parts[at]
    if (part === '*') {
      star = at++
      resume = index
    } else if (part?.(text[index] ?? '') === true) {
      at++
      index++
    } else if (star >= 0) {
      at = star + 1
      index = ++resume
    } else return false
  }
  return parts.slice(at).every((part) => part === '*')
}
