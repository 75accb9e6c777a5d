/** The longest that a pass may take. */

/** A pass has not ended in its time. Whatever it waits for may never come. */
export class PassOverdue extends Error {
  readonly seconds: number

  constructor(seconds: number) {
    super(`a pass has not ended after ${seconds} s`)
    this.name = 'PassOverdue'
    this.seconds = seconds
  }
}

/** The outcome of `work`, or `PassOverdue`. What becomes of work that is overdue is nobody's business any more: it cannot be ended. */
export async function withinSeconds<T>(seconds: number, work: Promise<T>): Promise<T> {
  const { promise: overdue, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new PassOverdue(seconds)), seconds * 1000)
  try {
    return await Promise.race([work, overdue])
  } finally {
    clearTimeout(timer)
  }
}
