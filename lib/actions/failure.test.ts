import { expect, test } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { guarded } from './failure.ts'

const SECRET = 'CANARY-7f3a'

test('W26: a defect is told by the request alone, whatever its words hold', async () => {
  const answer = await guarded('test', 'r1', () => Promise.reject(new Error(`connect failed: password=${SECRET}`)))
  expect(answer).toEqual({ ok: false, error: { code: 'INTERNAL', requestId: 'r1' } })
})

test('W26: a refusal tells its code and what was meant to be told, never its cause', async () => {
  const error = new AppError('UPSTREAM', { reason: 'cluster_refused', cause: new Error(SECRET) })
  const answer = await guarded('test', 'r1', () => Promise.reject(error))
  expect(answer).toEqual({ ok: false, error: { code: 'UPSTREAM', reason: 'cluster_refused', requestId: 'r1' } })
})
