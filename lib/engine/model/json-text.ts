/**
 * Reading and writing JSON without changing a digit. JavaScript's numbers lose integers above 2^53 and rewrite "1.0" as "1";
 * here a number that would change keeps its source text through a parse and the `JSON.stringify` that follows.
 */

/** ECMAScript's "JSON.parse source text access"; Node has it, the compiler's library does not know it yet. */
type SourceAwareJson = {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown
  rawJSON(text: string): unknown
}

const json = JSON as unknown as SourceAwareJson

/** Texts without long digit runs, fractions or exponents have only numbers that survive a plain parse. */
const MAY_LOSE_DIGITS = /\d{16}|\d\.\d|\d[eE]|-0/

/** Parses JSON; a number that JavaScript would change becomes an opaque value that `JSON.stringify` writes as it was. Throws SyntaxError. */
export function parseExact(text: string): unknown {
  if (!MAY_LOSE_DIGITS.test(text)) return JSON.parse(text)
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && (Object.is(value, -0) || String(value) !== source)
      ? json.rawJSON(source)
      : value,
  )
}
