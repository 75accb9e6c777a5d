/** Answers that several people ask for at the same moment, kept for a few seconds. */

type Kept<T> = { at: number; answer: Promise<T> }

/** `key` names what is asked; `make` is called when nothing younger than `ttlMs` is known. A failure is not kept. */
export type KeptBriefly<T> = (key: string, make: () => Promise<T>) => Promise<T>

/** Keeps each answer for `ttlMs` milliseconds, and of more than `most` only the newest. */
export function keepBriefly<T>(ttlMs: number, most: number, now: () => number = Date.now): KeptBriefly<T> {
  const kept = new Map<string, Kept<T>>()
  return (key, make) => {
    const known = kept.get(key)
    if (known && now() - known.at < ttlMs) return known.answer
    const entry = { at: now(), answer: make() }
    // Behind the others, so that the first one is always the oldest.
    kept.delete(key)
    kept.set(key, entry)
    for (const [oldest, { at }] of kept) {
      if (kept.size <= most && entry.at - at < ttlMs) break
      kept.delete(oldest)
    }
    entry.answer.catch(() => {
      if (kept.get(key) === entry) kept.delete(key)
    })
    return entry.answer
  }
}
