import { describe, expect, it, vi } from 'vitest'
import { SharedByKey } from './shared.ts'

describe('SharedByKey', () => {
  it('makes a value once for all who use it at the same time and disposes of it after the last', async () => {
    const log: string[] = []
    const shared = new SharedByKey(
      async (key) => {
        log.push(`make ${key}`)
        return key
      },
      async (value) => {
        log.push(`dispose ${value}`)
      },
    )
    const first = Promise.withResolvers<void>()
    const slow = shared.use('a', async () => first.promise)
    await shared.use('a', async (value) => log.push(`use ${value}`))
    expect(log).toEqual(['make a', 'use a'])
    first.resolve()
    await slow
    expect(log).toEqual(['make a', 'use a', 'dispose a'])
    await shared.use('a', async () => undefined)
    expect(log).toEqual(['make a', 'use a', 'dispose a', 'make a', 'dispose a'])
  })

  it('disposes of the value when its user fails', async () => {
    const disposed: string[] = []
    const shared = new SharedByKey(
      async (key) => key,
      async (value) => {
        disposed.push(value)
      },
    )
    await expect(shared.use('a', async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(disposed).toEqual(['a'])
  })

  it('tells everybody when the value cannot be made, and tries again for the next', async () => {
    let attempts = 0
    const shared = new SharedByKey(
      async () => {
        attempts++
        if (attempts === 1) throw new Error('no space')
        return attempts
      },
      async () => undefined,
    )
    const both = await Promise.allSettled([shared.use('a', async () => 1), shared.use('a', async () => 2)])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await shared.use('a', async (value) => value)).toBe(2)
  })

  it('keeps a value for a while after its last user, for those who come shortly after', async () => {
    vi.useFakeTimers()
    const log: string[] = []
    const shared = new SharedByKey(
      async (key) => {
        log.push(`make ${key}`)
        return key
      },
      async (value) => {
        log.push(`dispose ${value}`)
      },
      100,
    )
    await shared.use('a', async () => undefined)
    await vi.advanceTimersByTimeAsync(99)
    await shared.use('a', async () => undefined)
    await vi.advanceTimersByTimeAsync(99)
    expect(log).toEqual(['make a'])
    await vi.advanceTimersByTimeAsync(1)
    expect(log).toEqual(['make a', 'dispose a'])
    vi.useRealTimers()
  })
})
