import { describe, expect, test } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { createLogger } from './logger.ts'
import { redact, redactText } from './redact.ts'

const CANARY = 'canary-5f1c'

function capture() {
  const lines: string[] = []
  const log = createLogger({ write: (line) => lines.push(line) })
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

describe('the logger', () => {
  test('writes one JSON line with level, time, message and fields', () => {
    const { log, parsed } = capture()
    log.info({ deploymentId: 'd1' }, 'synced')
    expect(parsed()).toEqual([{ level: 'info', time: expect.any(String), deploymentId: 'd1', msg: 'synced' }])
  })

  test.each([
    ['a password', { password: CANARY }],
    ['a token deep inside', { request: { headers: { authorization: CANARY, 'set-cookie': CANARY } } }],
    ['a list of secrets', { items: [{ secret: CANARY }] }],
    ['a cluster connection', { cluster: { connection: CANARY } }],
    ['the password of a URL', { url: `https://user:${CANARY}@example.com/x.git` }],
    ['an error that quotes a URL', { err: new Error(`connect postgresql://postgres:${CANARY}@127.0.0.1/ieum failed`) }],
    ['the cause of an error', { err: new Error('outer', { cause: new Error(`Bearer ${CANARY}`) }) }],
  ])('keeps %s out of the line', (_, fields) => {
    const { log, lines } = capture()
    log.error(fields, 'failed')
    expect(lines.join()).toContain('failed')
    expect(lines.join()).not.toContain(CANARY)
  })

  test('keeps secrets out of the message and of child bindings', () => {
    const { log, lines } = capture()
    log.child({ token: CANARY }).warn(`fetch of https://x:${CANARY}@host failed`)
    expect(lines.join()).not.toContain(CANARY)
  })

  test('keeps what is needed to follow a failure', () => {
    const { log, parsed } = capture()
    log.error(
      { err: new AppError('UPSTREAM', { reason: 'git_timeout', params: { seconds: 30 } }), requestId: 'r1' },
      'failed',
    )
    expect(parsed()[0]).toMatchObject({
      requestId: 'r1',
      err: { type: 'AppError', code: 'UPSTREAM', reason: 'git_timeout', params: { seconds: 30 } },
    })
  })

  test('gives every line of a request its id', () => {
    const { log, parsed } = capture()
    log.child({ requestId: 'r7' }).info('done')
    expect(parsed()[0]).toMatchObject({ requestId: 'r7' })
  })
})

describe('redaction', () => {
  test('ends at a depth instead of following a cycle', () => {
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    expect(JSON.stringify(redact(cycle))).toContain('[deep]')
  })

  test('cuts long texts and says how long they were', () => {
    expect(redactText('x'.repeat(10_000))).toHaveLength(4_000 + '… (10000 characters)'.length)
  })

  test('writes what JSON cannot', () => {
    expect(redact({ n: 10n, at: new Date(0), bytes: new Uint8Array(3) })).toEqual({
      n: '10',
      at: '1970-01-01T00:00:00.000Z',
      bytes: '[3 bytes]',
    })
  })
})
