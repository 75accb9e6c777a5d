import { describe, expect, it } from 'vitest'
import { NO_OPTIONS } from '../model/object-options.ts'
import type { Comparison, Target } from '../model/target.ts'
import { CLUSTER_ID, DEPLOYMENT_ID, OPTIONS, resource, target } from '../testing/plan-data.ts'
import { planDigest } from './plan-digest.ts'
import { hooksOfRun } from '../plan/hooks.ts'
import { hookKey, planSync } from '../plan/plan.ts'

const id = resource('v1', 'ConfigMap', 'a')
const differs = (live: string): Comparison => ({
  kind: 'differs',
  differences: [{ path: '/data/a', live, desired: '2', owner: 'hand' }],
})

function digest(one: Target, comparison: Comparison, hooks: Target[] = []): string {
  const prune = { operations: [], released: [] }
  const comparisons = new Map([[one.key, comparison]])
  const plan = planSync({ clusterId: CLUSTER_ID, targets: [one], hooks, comparisons, prune, options: OPTIONS })
  const named = hooks.flatMap((hook) =>
    (hook.options.hook?.phases ?? []).map((phase) => [hookKey(phase, hook.key), hook] as const),
  )
  return planDigest(plan, new Map([[one.key, one], ...named]))
}

describe('the digest of a plan', () => {
  it('is the same for the same plan', () => {
    expect(digest(target(id), differs('1'))).toBe(digest(target(id), differs('1')))
  })
  it('changes with what Git wants', () => {
    expect(digest(target(id), differs('1'))).not.toBe(digest(target(id, { text: '{}' }), differs('1')))
  })
  it('changes with what the cluster has', () => {
    expect(digest(target(id), differs('1'))).not.toBe(digest(target(id), differs('3')))
    expect(digest(target(id), differs('1'))).not.toBe(digest(target(id), { kind: 'missing', validated: true }))
  })
  it('does not change with the number of the run that names a hook', () => {
    const hook = { phases: ['PreSync' as const], deletePolicies: [] }
    const job = target(resource('batch/v1', 'Job', ''), { options: { ...NO_OPTIONS, hook } })
    const metadata = { ...job.object.metadata, generateName: 'migrate-' }
    const of = (number: number) =>
      hooksOfRun([{ ...job, object: { ...job.object, metadata } }], {
        deploymentId: DEPLOYMENT_ID,
        commit: 'abcdef0123',
        number,
      })
    expect(of(3).map(({ id: { name } }) => name)).toEqual(['migrate-abcdef0-presync-3'])
    expect(digest(target(id), differs('1'), of(3))).toBe(digest(target(id), differs('1'), of(4)))
  })
})
