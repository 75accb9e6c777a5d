/** jq as others see it. */

/** A step of a path as jq gives it: a field, an index (negative: from the end), or a slice. */
export type JqStep = string | number | { start: number | null; end: number | null }
export type JqPath = readonly JqStep[]

export interface Jq {
  /**
   * The places in a JSON text that a path expression names, as `del(expression)` would remove them. `scope` is whoever asks: scopes take
   * turns, so that one with slow expressions delays only itself. Throws UPSTREAM `ignore_expression_failed` with jq's words as detail (they
   * may quote the text), and TIMEOUT `ignore_expression_timeout` after a second.
   */
  paths(scope: string, expression: string, text: string): Promise<JqPath[]>
  /** jq's words about what is wrong with an expression; null: it can be evaluated. Throws TIMEOUT as `paths` does. */
  check(scope: string, expression: string): Promise<string | null>
  close(): Promise<void>
}
