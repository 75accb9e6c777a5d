import { expect, test } from 'vitest'
import type { BatchPlan } from '#lib/features/deployments/types.ts'
import { sendable } from './sendable.ts'
import type { RowPlan } from './use-batch-plans.ts'

const plan = (name: string, planDigest: string | null): RowPlan => ({
  plan: {
    ...{ name, number: 1, planDigest, why: null, held: 0 },
    counts: { create: 1, update: 0, replace: 0, delete: 0, unchanged: 0, skip: 0 },
  } satisfies BatchPlan,
})

test('what was shown is asked for exactly, what cannot be done is left out, and the rest follows its settings', () => {
  const rows = new Map<string, RowPlan>([
    ['shown', plan('shown', 'digest')],
    ['impossible', plan('impossible', null)],
    ['refused', { refusal: { code: 'PRECONDITION', requestId: 'r' } }],
    ['asked', { number: 2 }],
  ])
  expect(sendable(['shown', 'impossible', 'refused', 'asked', 'waiting'], rows)).toEqual({
    names: ['shown', 'refused', 'asked', 'waiting'],
    plans: { shown: 'digest' },
    settled: 3,
  })
})
