import { describe, expect, test } from 'vitest'
import { readBody } from './read-body.ts'

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

describe('the body of an unknown sender', () => {
  test('is read whole, also when there is none', async () => {
    expect((await readBody(post('abc'), 3, 1_000)).toString()).toBe('abc')
    expect(await readBody(post(null), 3, 1_000)).toHaveLength(0)
  })

  test('is refused by the length that it claims, unread', async () => {
    const request = post('abc', { 'content-length': '100000000' })
    await expect(readBody(request, 10, 1_000)).rejects.toMatchObject({ code: 'TOO_LARGE' })
    expect(request.bodyUsed).toBe(false)
  })

  test('is given up at the first byte too many, and no more of it is asked for', async () => {
    let asked = 0
    const endless = new ReadableStream({
      pull(controller) {
        asked++
        controller.enqueue(new Uint8Array(1024))
      },
    })
    await expect(readBody(post(endless), 10_000, 1_000)).rejects.toMatchObject({ code: 'TOO_LARGE' })
    expect(asked).toBeLessThan(20)
  })

  test('is given up when it does not end, or breaks off', async () => {
    const silent = new ReadableStream({ pull: () => new Promise(() => undefined) })
    const unfinished = { code: 'VALIDATION', reason: 'body_unfinished' }
    await expect(readBody(post(silent), 10, 20)).rejects.toMatchObject(unfinished)
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    await expect(readBody(post(broken), 10, 1_000)).rejects.toMatchObject(unfinished)
  })
})
