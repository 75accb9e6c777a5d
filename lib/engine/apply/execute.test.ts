import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { createLiveObjects } from '../observe/live-objects.ts'
import { resourceKey } from '../model/resource.ts'
import type { Comparison, Target } from '../model/target.ts'
import { type DeletePolicy, NO_OPTIONS, type ObjectOptions, type Phase } from '../model/object-options.ts'
import { type PlanOptions, hookKey, planSync } from '../plan/plan.ts'
import { type Leftover, decidePrune } from '../plan/prune.ts'
import type { ResultRecord, ResultState } from '../reconcile/record.ts'
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

const TIME = { running: 0, quiet: 0, operationLimit: 3600, hookLimit: 1800, healthLimit: 300 }

type Change = Partial<Execution> & {
  comparison?: Comparison
  leftovers?: Leftover[]
  hooks?: Target[]
  options?: Partial<PlanOptions>
}

function execution(targets: Target[], change: Change = {}): Execution {
  const {
    comparison = { kind: 'missing', validated: true },
    leftovers = [],
    hooks = [],
    options = {},
    ...rest
  } = change
  const prune = decidePrune(leftovers, {
    deploymentId: DEPLOYMENT_ID,
    clusterId: CLUSTER_ID,
    isAllowed: true,
    isChosen: true,
    chosenKeys: new Set(),
    allowEmpty: false,
    targetCount: 1,
    inventoryCount: 10,
  })
  const plan = planSync({
    clusterId: CLUSTER_ID,
    targets,
    hooks,
    comparisons: new Map(targets.map(({ key }) => [key, comparison])),
    prune,
    options: { ...OPTIONS, ...options },
  })
  return {
    plan,
    targets: new Map([
      ...targets.map((one) => [one.key, one] as const),
      ...hooks.flatMap((one) =>
        (one.options.hook?.phases ?? []).map((phase) => [hookKey(phase, one.key), one] as const),
      ),
    ]),
    deploymentId: DEPLOYMENT_ID,
    runId: 'run-1',
    client: {
      id: CLUSTER_ID,
      api: kube,
      live: createLiveObjects(kube, () => undefined, new AbortController().signal),
      kubeVersion: () => Promise.resolve('v1.36.0'),
    },
    clientOf: () => Promise.resolve(null),
    rights: { own: null, renew: () => Promise.resolve() },
    validate: true,
    waitsForOwnOnly: false,
    earlier: new Map(),
    time: TIME,
    liveBefore: () => null,
    textOf: ({ text }) => Promise.resolve(text),
    healthBefore: () => ({ status: 'Healthy', why: null }),
    guard: () => undefined,
    checkpoint: () => Promise.resolve(false),
    report: (result) => results.set(result.key, result),
    ...rest,
  }
}

const states = () =>
  Object.fromEntries([...results].map(([key, { state, why }]) => [key, why ? `${state} ${why.reason}` : state]))
const leftover = (id = settings): Leftover => ({ entry: entry(id), live: ours(id) })

describe('executing a plan', () => {
  it('applies kind by kind', async () => {
    const outcome = await execute(execution([target(web), target(settings), target(shop)]))
    expect(kube.calls.filter((call) => call.startsWith('apply'))).toEqual([
      'apply /Namespace//shop',
      'apply /ConfigMap/shop/settings',
      'apply apps/Deployment/shop/web',
    ])
    expect([...outcome.applied.keys()]).toHaveLength(3)
    expect(new Set(Object.values(states()))).toEqual(new Set(['done']))
  })

  it('goes on with the other objects of a step in which one fails, and deletes nothing then', async () => {
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
    await execute(execution([target(settings)], { comparison, options: { force: true } }))
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
    const options = { pruneLast: true }
    const waiting = await execute(execution([target(web)], { leftovers: [leftover()], options }))
    expect(waiting.awaited).toMatchObject({ reason: 'health_timeout', params: { object: 'Deployment web' } })
    expect(kube.objects.has(resourceKey(settings))).toBe(true)

    const same: Comparison = { kind: 'same', hasOther: false }
    const done = await execute(execution([target(web)], { comparison: same, leftovers: [leftover()], options }))
    expect([done.awaited, kube.objects.has(resourceKey(settings))]).toEqual([null, false])
  })
})

const own = (change: Partial<ObjectOptions>): Partial<Target> => ({ options: { ...NO_OPTIONS, ...change } })

describe('waves', () => {
  const first = target(web, own({ wave: 0 }))
  const second = target(settings, own({ wave: 1 }))
  const live = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 0 } }

  it('wait until what came before is healthy', async () => {
    const outcome = await execute(execution([first, second]))
    expect(outcome.awaited).toMatchObject({ params: { object: 'Deployment web' } })
    expect(states()).toEqual({ [first.key]: 'waiting_healthy rollout_waiting' })
    expect(kube.objects.has(second.key)).toBe(false)
  })

  it('do not wait for what says that its health does not count', async () => {
    const uncounted = target(web, own({ wave: 0, ignoreHealth: true }))
    expect((await execute(execution([uncounted, second]))).awaited).toBeNull()
    expect(kube.objects.has(second.key)).toBe(true)
  })

  it('go on when it is, also in a later pass', async () => {
    const healthy = { ...first, text: JSON.stringify({ ...live, status: { observedGeneration: 1 } }) }
    expect((await execute(execution([healthy, second]))).awaited).toBeNull()
    expect(kube.objects.has(second.key)).toBe(true)
  })

  it('end where an object is degraded: waiting longer would change nothing', async () => {
    const outcome = await execute(
      execution([first, second], {
        comparison: { kind: 'same', hasOther: false },
        healthBefore: () => ({ status: 'Degraded', why: { reason: 'rollout_stuck', params: {}, detail: '' } }),
      }),
    )
    expect([...outcome.failed.values()]).toMatchObject([
      { reason: 'rollout_stuck', params: { object: 'Deployment web' } },
    ])
  })

  it('end when nothing has moved for too long, and when the whole run takes too long', async () => {
    const quiet = await execute(execution([first, second], { time: { ...TIME, quiet: 301 } }))
    expect([...quiet.failed.values()]).toMatchObject([{ reason: 'health_timeout' }])
    const long = await execute(execution([first, second], { time: { ...TIME, running: 3601 } }))
    expect([...long.failed.values()]).toMatchObject([{ reason: 'operation_timeout' }])
  })

  it('are left when somebody asks for the end', async () => {
    const healthy = { ...first, text: JSON.stringify({ ...live, status: { observedGeneration: 1 } }) }
    const outcome = await execute(execution([healthy, second], { checkpoint: () => Promise.resolve(true) }))
    expect([outcome.isTerminated, kube.objects.has(second.key)]).toEqual([true, false])
  })

  it('do not make healing wait for objects that it did not write', async () => {
    const unhealthy = { healthBefore: () => ({ status: 'Progressing' as const, why: null }) }
    const same = { comparison: { kind: 'same' as const, hasOther: false } }
    expect(
      (await execute(execution([first, second], { ...same, ...unhealthy, waitsForOwnOnly: true }))).awaited,
    ).toBeNull()
  })
})

describe('hooks', () => {
  const jobId = resource('batch/v1', 'Job', 'migrate')
  const mark = ours(jobId).metadata.annotations
  const job = (phase: Phase, status: object = {}, deletePolicies: DeletePolicy[] = ['BeforeHookCreation']) => {
    const object = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'migrate', namespace: 'shop', annotations: { ...mark } },
      status,
    }
    return target(jobId, {
      ...own({ hook: { phases: [phase], deletePolicies } }),
      object,
      text: JSON.stringify(object),
    })
  }
  const complete = { conditions: [{ type: 'Complete', status: 'True' }] }
  const failed = { conditions: [{ type: 'Failed', status: 'True', message: 'boom' }] }
  const key = hookKey('PreSync', resourceKey(jobId))
  const earlier = (state: ResultState, seconds = 1) => new Map([[key, { state, why: null, seconds }]])

  beforeEach(() => void kube.served.add('Job'))

  it('are made once, marked with the run, and waited for', async () => {
    const outcome = await execute(execution([target(settings)], { hooks: [job('PreSync')] }))
    expect(outcome).toMatchObject({ awaited: { reason: 'hook_running', params: { object: 'Job migrate' } } })
    expect(kube.objects.get(resourceKey(jobId))).toMatchObject({
      metadata: { annotations: { 'ieum.dev/run': 'run-1/PreSync' }, finalizers: ['ieum.dev/hook'] },
    })
    await execute(execution([target(settings)], { hooks: [job('PreSync')], earlier: earlier('waiting_healthy') }))
    expect(kube.calls.filter((call) => call.startsWith('create'))).toHaveLength(1)
    expect(kube.objects.has(resourceKey(settings))).toBe(false)
  })

  it('let the sync go on when they have succeeded, and are held until the run has recorded it', async () => {
    const outcome = await execute(execution([target(settings)], { hooks: [job('PreSync', complete)] }))
    expect([outcome.awaited, [...outcome.hooks.values()]]).toEqual([null, ['succeeded']])
    expect(states()).toEqual({ [key]: 'done', [resourceKey(settings)]: 'done' })
    expect(kube.calls).not.toContain(`patch ${resourceKey(jobId)}`)
  })

  it('are not made again after they were done', async () => {
    await execute(execution([target(settings)], { hooks: [job('PreSync', complete)], earlier: earlier('done') }))
    expect(kube.calls).toEqual([`apply ${resourceKey(settings)}`])
  })

  it('stop the sync when they fail, and the hooks for failures run', async () => {
    const alarmId = resource('batch/v1', 'Job', 'alarm')
    const alarm = { ...job('SyncFail', complete), key: resourceKey(alarmId), id: alarmId }
    const outcome = await execute(execution([target(settings)], { hooks: [job('PreSync', failed), alarm] }))
    expect([...outcome.failed]).toMatchObject([[key, { reason: 'job_failed' }]])
    expect([...outcome.hooks.values()]).toEqual(['failed', 'succeeded'])
    expect(kube.objects.has(resourceKey(settings))).toBe(false)
  })

  it('go on with the hooks for failures in a later pass', async () => {
    const failedBefore = new Map([[resourceKey(settings), { state: 'failed' as const, why: null, seconds: 1 }]])
    const outcome = await execute(execution([target(settings)], { hooks: [job('SyncFail')], earlier: failedBefore }))
    expect(kube.calls.filter((call) => !call.startsWith('get'))).toEqual([`create ${resourceKey(jobId)}`])
    expect(outcome.awaited).toMatchObject({ reason: 'hook_running' })
  })

  it('replace what an earlier run left', async () => {
    seed(kube, ours(jobId, { uid: 'old', finalizers: ['ieum.dev/hook'] }))
    await execute(execution([], { hooks: [job('PreSync', complete)] }))
    expect(kube.objects.get(resourceKey(jobId))?.metadata.uid).not.toBe('old')
  })

  it('leave alone what somebody else made under their name', async () => {
    seed(kube, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate', namespace: 'shop' } })
    const outcome = await execute(execution([], { hooks: [job('PreSync')] }))
    expect([...outcome.failed.values()]).toMatchObject([{ reason: 'owned_by_other' }])
  })

  it('have failed when they vanish or take too long', async () => {
    const gone = await execute(execution([], { hooks: [job('PreSync')], earlier: earlier('waiting_healthy') }))
    expect([...gone.failed.values()]).toMatchObject([{ reason: 'hook_gone' }])
    await execute(execution([], { hooks: [job('PreSync')] }))
    const slow = await execute(execution([], { hooks: [job('PreSync')], earlier: earlier('waiting_healthy', 1801) }))
    expect([...slow.failed.values()]).toMatchObject([{ reason: 'hook_timeout' }])
  })
})
