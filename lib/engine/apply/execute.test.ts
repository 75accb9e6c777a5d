import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { createLiveObjects } from '../observe/live-objects.ts'
import { resourceKey } from '../model/resource.ts'
import type { Comparison, Target } from '../model/target.ts'
import { planSync } from '../plan/plan.ts'
import { type Leftover, decidePrune } from '../plan/prune.ts'
import type { ResultRecord } from '../reconcile/record.ts'
import { LeaseLost } from '../store/claims.ts'
import { type FakeKube, createFakeKube, seed } from '../testing/fake-kube.ts'
import { CLUSTER_ID, DEPLOYMENT_ID, OPTIONS, entry, ours, resource, target } from '../testing/plan-data.ts'
import { type Execution, execute } from './execute.ts'

const settings = resource('v1', 'ConfigMap', 'settings')
const web = resource('apps/v1', 'Deployment', 'web')
const shop = resource('v1', 'Namespace', 'shop', '')

let kube: FakeKube
let results: Map<string, ResultRecord>

beforeEach(() => {
  kube = createFakeKube()
  results = new Map()
})

type Change = Partial<Execution> & {
  comparison?: Comparison
  leftovers?: Leftover[]
  pruneLast?: boolean
  replace?: boolean
  force?: boolean
}

function execution(targets: Target[], change: Change = {}): Execution {
  const {
    comparison = { kind: 'missing', validated: true },
    leftovers = [],
    pruneLast = false,
    replace = false,
    force = false,
    ...rest
  } = change
  const prune = decidePrune(leftovers, {
    deploymentId: DEPLOYMENT_ID,
    clusterId: CLUSTER_ID,
    isAllowed: true,
    isChosen: true,
    targetCount: 1,
    inventoryCount: 10,
  })
  const plan = planSync({
    clusterId: CLUSTER_ID,
    targets,
    comparisons: new Map(targets.map(({ key }) => [key, comparison])),
    prune,
    options: { ...OPTIONS, pruneLast, replace, force },
  })
  return {
    plan,
    targets: new Map(targets.map((one) => [one.key, one])),
    deploymentId: DEPLOYMENT_ID,
    client: {
      id: CLUSTER_ID,
      api: kube,
      live: createLiveObjects(kube, () => undefined, new AbortController().signal),
      kubeVersion: () => Promise.resolve('v1.36.0'),
    },
    clientOf: () => Promise.resolve(null),
    validate: true,
    healthBefore: () => ({ status: 'Healthy', why: null }),
    guard: () => undefined,
    checkpoint: () => Promise.resolve(),
    report: (result) => results.set(result.key, result),
    ...rest,
  }
}

const states = () =>
  Object.fromEntries([...results].map(([key, { state, why }]) => [key, why ? `${state} ${why.reason}` : state]))
const leftover = (id = settings): Leftover => ({ entry: entry(id), live: ours(id) })

describe('executing a plan', () => {
  it('applies stage by stage, kind by kind', async () => {
    const outcome = await execute(execution([target(web), target(settings), target(shop)]))
    expect(kube.calls.filter((call) => call.startsWith('apply'))).toEqual([
      'apply /Namespace//shop',
      'apply /ConfigMap/shop/settings',
      'apply apps/Deployment/shop/web',
    ])
    expect([...outcome.applied.keys()]).toHaveLength(3)
    expect(new Set(Object.values(states()))).toEqual(new Set(['done']))
  })

  it('finishes a stage in which an object fails, and begins no later one', async () => {
    kube.fail('apply /ConfigMap', new AppError('UPSTREAM', { reason: 'object_invalid', detail: 'no' }))
    const old = resource('v1', 'ConfigMap', 'old')
    seed(kube, ours(old))
    const outcome = await execute(execution([target(settings), target(web)], { leftovers: [leftover(old)] }))
    expect(states()).toEqual({ [resourceKey(settings)]: 'failed object_invalid', [resourceKey(web)]: 'done' })
    expect(outcome.failed.size).toBe(1)
    expect(kube.calls.some((call) => call.startsWith('delete'))).toBe(false)
  })

  it('stops as a whole when the cluster is gone', async () => {
    kube.fail('apply /ConfigMap', new AppError('UPSTREAM', { reason: 'cluster_unreachable' }))
    await expect(execute(execution([target(settings), target(web)]))).rejects.toMatchObject({
      reason: 'cluster_unreachable',
    })
    expect(kube.calls).not.toContain('apply apps/Deployment/shop/web')
  })

  it('sends nothing once the lease is lost', async () => {
    const guard = () => {
      throw new LeaseLost(DEPLOYMENT_ID)
    }
    await expect(execute(execution([target(settings)], { guard }))).rejects.toBeInstanceOf(LeaseLost)
    expect(kube.calls).toEqual([])
  })

  it('waits for a kind that the plan itself defines', async () => {
    const crd = resource('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.org', '')
    const widget = resource('example.org/v1', 'Widget', 'w')
    const established = { conditions: [{ type: 'Established', status: 'True' }] }
    const definition = target(crd)
    const text = JSON.stringify({ ...definition.object, status: established })
    const running = execute(
      execution([target(widget, { isDefinedHere: true }), { ...definition, text }], {
        comparison: { kind: 'missing', validated: false },
      }),
    )
    kube.served.add('Widget')
    expect((await running).failed.size).toBe(0)
    expect(kube.calls.at(-1)).toBe('apply example.org/Widget/shop/w')
  })

  describe('an object that could not be read beforehand', () => {
    const comparison: Comparison = {
      kind: 'failed',
      why: { reason: 'api_timeout', params: {}, detail: '' },
      isRefused: false,
    }
    const marked = (id: typeof settings, deploymentId: string) => {
      const mark = ours(id).metadata.annotations?.['ieum.dev/tracking']?.replace(DEPLOYMENT_ID, deploymentId) ?? ''
      return ours(id, { annotations: { 'ieum.dev/tracking': mark } })
    }

    it('is not taken from another deployment', async () => {
      seed(kube, marked(settings, 'another'))
      await execute(execution([target(settings)], { comparison }))
      expect(states()).toEqual({ [resourceKey(settings)]: 'failed owned_by_other' })
      expect(kube.calls).toEqual([`get ${resourceKey(settings)}`])
    })

    it('is not taken where it is a namespace that is not ours', async () => {
      seed(kube, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })
      await execute(execution([target(shop)], { comparison }))
      expect(states()).toEqual({ [resourceKey(shop)]: 'failed namespace_not_allowed' })
    })

    it('is written when it is ours or missing', async () => {
      seed(kube, ours(settings))
      await execute(execution([target(settings), target(web)], { comparison }))
      expect(states()).toEqual({ [resourceKey(settings)]: 'done', [resourceKey(web)]: 'done' })
    })
  })

  it('does not send what is unchanged', async () => {
    await execute(execution([target(settings)], { comparison: { kind: 'same', hasOther: false } }))
    expect(kube.calls).toEqual([])
  })

  it('deletes and makes anew what cannot be changed in place, when that was asked for', async () => {
    seed(kube, ours(settings, { uid: 'old' }))
    const comparison: Comparison = {
      kind: 'failed',
      why: { reason: 'object_immutable', params: {}, detail: '' },
      isRefused: true,
    }
    await execute(execution([target(settings)], { comparison, force: true }))
    expect(kube.calls.map((call) => call.split(' ')[0])).toEqual(['get', 'delete', 'get', 'apply'])
    expect(kube.objects.get(resourceKey(settings))?.metadata.uid).not.toBe('old')
  })
})

describe('pruning', () => {
  it('deletes and confirms', async () => {
    seed(kube, ours(settings))
    const outcome = await execute(execution([], { leftovers: [leftover()] }))
    expect([...outcome.gone]).toEqual([resourceKey(settings)])
    expect(kube.objects.size).toBe(0)
    expect(states()).toEqual({ [resourceKey(settings)]: 'done' })
  })

  it('waits for what a finalizer holds, and names it', async () => {
    seed(kube, ours(settings))
    kube.finalizers.set(resourceKey(settings), 'example.org/keep')
    const outcome = await execute(execution([], { leftovers: [leftover()] }))
    expect(outcome.gone.size).toBe(0)
    expect([...outcome.waiting.values()]).toMatchObject([
      { reason: 'delete_stuck', params: { finalizers: 'example.org/keep' } },
    ])
    expect(states()).toEqual({ [resourceKey(settings)]: 'applying being_deleted' })
  })

  it('leaves an object that lost our mark between plan and deletion', async () => {
    seed(kube, { ...ours(settings), metadata: { name: 'settings', namespace: 'shop' } })
    const outcome = await execute(execution([], { leftovers: [leftover()] }))
    expect(kube.calls).toEqual([`get ${resourceKey(settings)}`])
    expect(states()).toEqual({ [resourceKey(settings)]: 'skipped owned_by_other' })
    expect([...outcome.gone]).toEqual([resourceKey(settings)])
  })

  it('comes last, when everything is healthy, where the policy says so', async () => {
    seed(kube, ours(settings))
    const waiting = await execute(execution([target(web)], { leftovers: [leftover()], pruneLast: true }))
    expect(waiting.awaited).toBe('Deployment web')
    expect(kube.objects.has(resourceKey(settings))).toBe(true)

    const same: Comparison = { kind: 'same', hasOther: false }
    const done = await execute(execution([target(web)], { comparison: same, leftovers: [leftover()], pruneLast: true }))
    expect([done.awaited, kube.objects.has(resourceKey(settings))]).toEqual([null, false])
  })
})
