import { beforeEach, describe, expect, it } from 'vitest'
import { dismissToast, subscribeToasts, toast, toastsNow } from './toast-store.ts'

const titles = () => toastsNow().map(({ title }) => title)

describe('toasts', () => {
  beforeEach(() => {
    for (const { id } of toastsNow()) dismissToast(id)
  })

  it('are at most three; the oldest makes room', () => {
    for (const title of ['one', 'two', 'three', 'four']) toast({ tone: 'info', title })
    expect(titles()).toEqual(['two', 'three', 'four'])
  })

  it('replace the one with the same key', () => {
    toast({ tone: 'running', title: 'started', key: 'run-1' })
    toast({ tone: 'success', title: 'finished', key: 'run-1' })
    expect(titles()).toEqual(['finished'])
  })

  it('tell their listeners until they stop listening', () => {
    let told = 0
    const stop = subscribeToasts(() => (told += 1))
    const id = toast({ tone: 'info', title: 'one' })
    dismissToast(id)
    stop()
    toast({ tone: 'info', title: 'two' })
    expect(told).toBe(2)
  })
})
