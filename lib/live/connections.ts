/** How many streams one person may hold open in this process. */
import { AppError } from '#lib/core/errors.ts'

export const MAX_PER_PERSON = 20

const KEY = Symbol.for('ieum.live-connections')
const holder = globalThis as typeof globalThis & { [KEY]?: Map<string, number> }
const open = (): Map<string, number> => (holder[KEY] ??= new Map())

/** Takes a place; gives it back when the returned function is called (once or more). Throws RATE_LIMITED when there is none. */
export function takePlace(userId: string): () => void {
  const count = open().get(userId) ?? 0
  if (count >= MAX_PER_PERSON) throw new AppError('RATE_LIMITED', { params: { retryAfter: 30 } })
  open().set(userId, count + 1)
  let given = false
  return () => {
    if (given) return
    given = true
    const rest = (open().get(userId) ?? 1) - 1
    if (rest > 0) open().set(userId, rest)
    else open().delete(userId)
  }
}
