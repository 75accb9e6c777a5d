/** Where a line of block YAML stands, by indentation alone. Pure. */

/** The fields that enclose a line of `indent` columns, outermost first; `above` are the lines before it. */
export function pathOfLine(above: readonly string[], indent: number): string[] {
  const path: string[] = []
  let inside = indent
  for (const line of above.toReversed()) {
    const key = /^(\s*(?:- )*)([\w./-]+):(?:\s|$)/.exec(line)
    const column = key?.[1]?.length ?? 0
    if (!key || column >= inside) continue
    path.unshift(key[2] ?? '')
    inside = column
    if (column === 0) break
  }
  return path
}
