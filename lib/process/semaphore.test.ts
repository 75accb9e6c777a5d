import { describe, expect, it } from 'vitest'
import { Semaphore } from './semaphore.ts'

/** A task that is finished by hand. */
function gate() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  return { promise, resolve, reject, task: () => promise }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('Semaphore', () => {
  it('lets as many in as there are places and the next when one leaves', async () => {
    const semaphore = new Semaphore(2)
    const gates = [gate(), gate(), gate()]
    const started: number[] = []
    const runs = gates.map((each, index) =>
      semaphore.run(() => {
        started.push(index)
        return each.task()
      }),
    )
    await turn()
    expect(started).toEqual([0, 1])
    gates[1]?.resolve('done')
    await turn()
    expect(started).toEqual([0, 1, 2])
    for (const each of gates) each.resolve('done')
    expect(await Promise.all(runs)).toEqual(['done', 'done', 'done'])
  })

  it('gives the place back when a task fails', async () => {
    const semaphore = new Semaphore(1)
    await expect(semaphore.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await semaphore.run(async () => 'next')).toBe('next')
  })

  it('lets a waiter give up without losing a place', async () => {
    const semaphore = new Semaphore(1)
    const first = gate()
    const running = semaphore.run(first.task)
    const controller = new AbortController()
    const waiter = semaphore.run(async () => 'never', controller.signal)
    controller.abort(new Error('left'))
    await expect(waiter).rejects.toThrow('left')
    first.resolve('done')
    await running
    expect(await semaphore.run(async () => 'free')).toBe('free')
  })
})
