/**
 * Names for statements that come again, so that each connection parses and plans them once (PostgreSQL's prepared statements). With the
 * engine's short statements that is a good third of what the database does.
 */

/** Statements of one process are few; those whose text depends on the number of values must not fill a connection for ever. */
const MAX_NAMES = 300
/** Texts that were seen once and may come again. */
const MAX_CANDIDATES = 1000
/** BEGIN, COMMIT and their like have nothing to plan. */
const SHORTEST = 40

/** A name for the statement's text, always the same one; undefined for texts that are not worth it, or seen for the first time. */
export function createStatementNames(): (query: { sql: string }) => string | undefined {
  const names = new Map<string, string>()
  const candidates = new Set<string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined || sql.length < SHORTEST || names.size === MAX_NAMES) return known
    if (!candidates.delete(sql)) {
      if (candidates.size === MAX_CANDIDATES) candidates.clear()
      candidates.add(sql)
      return undefined
    }
    const name = `ieum_${names.size}`
    names.set(sql, name)
    return name
  }
}
