import { describe, expect, test } from 'vitest'
import type * as Errors from './errors.ts'
import { AppError } from './errors.ts'

describe('an AppError', () => {
  test('is recognised when another copy of the module made it', async () => {
    const copy = (await import(/* @vite-ignore */ `./errors.ts?copy=${Date.now()}`)) as typeof Errors
    const error: unknown = new copy.AppError('UPSTREAM', { reason: 'revision_not_found' })
    expect(copy.AppError).not.toBe(AppError)
    expect(error instanceof AppError).toBe(true)
  })

  test('is not any other error', () => {
    expect(new Error('UPSTREAM') instanceof AppError).toBe(false)
    expect((null as unknown) instanceof AppError).toBe(false)
    expect(({ code: 'UPSTREAM', name: 'AppError' } as unknown) instanceof AppError).toBe(false)
  })
})
