import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { createJq } from '#lib/jq/jq.ts'
import { statusError } from '#lib/kube/errors.ts'
import { NO_OPTIONS } from '../model/object-options.ts'
import { type KubeObject, type ManagedFieldsEntry, resourceKey } from '../model/resource.ts'
import { deploymentSpecSchema } from '../model/spec.ts'
import type { Target } from '../model/target.ts'
import { syncOf } from '../plan/status.ts'
import { type FakeKube, createFakeKube, seed } from '../testing/fake-kube.ts'
import { createLiveObjects } from '../observe/live-objects.ts'
import { CLUSTER_ID, DEPLOYMENT_ID } from '../testing/plan-data.ts'
import { compareTargets } from './compare.ts'
import { rememberApplied } from './judge.ts'
import type { Pass } from './pass.ts'
import { createVerdicts } from './verdicts.ts'

const ID = { group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'a' }
const KEY = resourceKey(ID)

const ours = (...names: string[]): ManagedFieldsEntry => ({
  ...{ manager: 'ieum', operation: 'Apply', apiVersion: 'v1' },
  fieldsV1: { 'f:data': Object.fromEntries(names.map((name) => [`f:${name}`, {}])) },
})
const object = (data: object, managedFields: ManagedFieldsEntry[] = [], metadata = {}): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap', data },
  metadata: { name: 'a', namespace: 'shop', uid: 'u', managedFields, ...metadata },
})
let version = 0
const live = (...[data, fields, metadata]: Parameters<typeof object>) =>
  object(data, fields, { resourceVersion: String(++version), ...metadata })

/** What the server answers to an apply of the text: its fields are ours, as the real one records it. */
const asApplied = (data: object) => JSON.stringify(object(data, [ours(...Object.keys(data))]))

const target = (data: object): Target => ({
  ...{ key: KEY, id: ID, source: 'a.yaml', text: asApplied(data), object: object(data) },
  ...{ options: NO_OPTIONS, isDefinedHere: false, refusal: null, unstable: [] },
})

function world(spec: object = {}) {
  const clock = { ms: 0 }
  const kube = createFakeKube()
  const pass = {
    snapshot: {
      ...{ id: DEPLOYMENT_ID, namespace: 'shop', projects: new Set(['shop']), activeRun: null },
      ...{ cluster: { id: CLUSTER_ID, name: 'c' }, workspace: { name: 'w' } },
      spec: deploymentSpecSchema.parse({ source: {}, syncPolicy: {}, ...spec }),
    },
    ports: { verdicts: createVerdicts(() => clock.ms), jq: createJq() },
  } as unknown as Pass
  const compare = async (wanted: Target) => {
    const client = {
      ...{ id: CLUSTER_ID, api: kube, kubeVersion: () => Promise.resolve('v1.36.0') },
      live: createLiveObjects(kube, () => undefined, new AbortController().signal),
    }
    const { comparisons } = await compareTargets(pass, client, [wanted], false)
    return comparisons.get(KEY)
  }
  return { kube, pass, compare, clock, dryRuns: () => kube.calls.filter((call) => call.startsWith('dry-run')).length }
}

describe('an error is never Synced', () => {
  const answer = (http: number, status: object) => statusError(http, JSON.stringify(status), { kind: 'ConfigMap' })
  const fail = (kube: FakeKube, error: AppError) => kube.fail('dry-run', error)

  it.each([
    ['422 immutable', answer(422, { message: 'spec.selector: field is immutable' }), 'OutOfSync', 'object_immutable'],
    ['422 invalid', answer(422, { message: 'data: Invalid value' }), 'OutOfSync', 'object_invalid'],
    ['403 by RBAC', answer(403, { message: 'User "x" cannot patch resource "y"' }), 'Unknown', 'cluster_forbidden'],
    ['403 by a policy', answer(403, { message: 'denied by admission webhook' }), 'OutOfSync', 'admission_denied'],
    ['404 of the kind', new AppError('NOT_FOUND', { reason: 'kind_unknown' }), 'OutOfSync', 'kind_unknown'],
    [
      'a terminating namespace',
      answer(403, { message: 'x because it is being terminated' }),
      'Unknown',
      'namespace_terminating',
    ],
    ['500', answer(500, { message: 'etcdserver: too slow' }), 'Unknown', 'api_failed'],
    [
      'a webhook that does not answer',
      answer(500, { message: 'failed calling webhook "w": timeout' }),
      'Unknown',
      'api_failed',
    ],
    ['503', answer(503, { message: 'unavailable' }), 'Unknown', 'api_failed'],
    ['no answer in time', answer(504, { message: 'timeout' }), 'Unknown', 'api_timeout'],
    ['429', answer(429, { message: 'slow down' }), 'Unknown', 'api_failed'],
  ])('%s', async (_, error, sync, reason) => {
    for (const found of [null, live({ a: '1' }, [ours('a')])]) {
      const { kube, compare } = world()
      if (found) seed(kube, found)
      fail(kube, error)
      const wanted = target({ a: '1' })
      expect(syncOf(wanted, await compare(wanted))).toMatchObject({ sync, why: { reason } })
    }
  })

  it('and a read that fails is Unknown without a dry run', async () => {
    const { kube, compare, dryRuns } = world()
    kube.fail('get', answer(403, { message: 'User "x" cannot get resource "y"' }))
    expect(syncOf(target({}), await compare(target({})))).toMatchObject({
      ...{ sync: 'Unknown', why: { reason: 'cluster_forbidden' } },
    })
    expect(dryRuns()).toBe(0)
  })

  it('and one is asked about again the next time', async () => {
    const { kube, compare, dryRuns } = world()
    seed(kube, live({ a: '1' }, [ours('a')]))
    fail(kube, answer(500, { message: 'x' }))
    await compare(target({ a: '1' }))
    await compare(target({ a: '1' }))
    expect(dryRuns()).toBe(2)
  })
})

describe('what a look costs', () => {
  it('a creation is judged by the server as well', async () => {
    const { compare, dryRuns } = world()
    expect(await compare(target({ a: '1' }))).toEqual({ kind: 'missing', validated: true })
    expect(dryRuns()).toBe(1)
  })

  it('an unchanged object costs no dry run after the first, however often others write to it', async () => {
    const { kube, compare, dryRuns } = world()
    const hpa = { manager: 'hpa', operation: 'Update' as const, fieldsV1: { 'f:data': { 'f:b': {} } } }
    for (let round = 0; round < 20; round++) {
      seed(kube, { ...live({ a: '1', b: String(round) }, [ours('a'), hpa], { generation: round }), status: { round } })
      expect(await compare(target({ a: '1' }))).toMatchObject({ kind: 'same' })
    }
    expect(dryRuns()).toBe(1)
    expect(kube.calls.filter((call) => call.startsWith('apply'))).toEqual([])
  })

  it('an applied object costs none at all: the answer is the verdict', async () => {
    const { kube, pass, compare, dryRuns } = world()
    const wanted = target({ a: '1' })
    rememberApplied(pass, wanted, await kube.apply(ID, wanted.text))
    for (let round = 0; round < 5; round++) expect(await compare(wanted)).toMatchObject({ kind: 'same' })
    expect(dryRuns()).toBe(0)
  })

  it('a verdict of more than an hour ago is asked for again', async () => {
    const { kube, compare, clock, dryRuns } = world()
    seed(kube, live({ a: '1' }, [ours('a')]))
    for (const minute of [0, 29, 61, 90]) {
      clock.ms = minute * 60_000
      await compare(target({ a: '1' }))
    }
    expect(dryRuns()).toBe(2)
  })

  it('a changed field, another text, and other rules cost one each', async () => {
    const { kube, pass, compare, dryRuns } = world()
    seed(kube, live({ a: '1' }, [ours('a')]))
    await compare(target({ a: '1' }))
    seed(kube, live({ a: '2' }, [ours('a')]))
    expect(await compare(target({ a: '1' }))).toMatchObject({ kind: 'differs' })
    expect(dryRuns()).toBe(2)
    expect(await compare(target({ a: '2' }))).toMatchObject({ kind: 'same' })
    expect(dryRuns()).toBe(3)
    pass.snapshot.spec.ignoreDifferences.push({
      ...{ group: '*', kind: '*', jsonPointers: ['/data/a'], jqPathExpressions: [], managedFieldsManagers: [] },
    })
    await compare(target({ a: '2' }))
    expect(dryRuns()).toBe(4)
  })

  it.each([
    ['pointer', { jsonPointers: ['/data/b'] }],
    ['jq path', { jqPathExpressions: ['.data.b'] }],
    ['manager', { managedFieldsManagers: ['hpa'] }],
  ])('an ignored field that keeps changing costs one: by %s', async (_, rule) => {
    const { kube, compare, dryRuns } = world({ ignoreDifferences: [{ group: '*', kind: '*', ...rule }] })
    const hpa = { manager: 'hpa', operation: 'Update' as const, fieldsV1: { 'f:data': { 'f:b': {} } } }
    for (let round = 0; round < 5; round++) {
      seed(kube, live({ a: '1', b: String(round) }, [ours('a'), hpa]))
      expect(await compare(target({ a: '1', b: 'git' }))).toMatchObject({ kind: 'same', hasOther: true })
    }
    expect(dryRuns()).toBe(1)
  })
})

describe('fields of former managers', () => {
  const kubectl: ManagedFieldsEntry = {
    ...{ manager: 'kubectl-client-side-apply', operation: 'Update', apiVersion: 'v1' },
    fieldsV1: { 'f:data': { 'f:a': {}, 'f:extra': {} } },
  }
  /** The server keeps in a dry run what somebody else owns. */
  const answered = (kube: FakeKube) => {
    const predicted = object({ a: '1', extra: 'x' }, [ours('a'), kubectl])
    return { ...target({ a: '1' }), text: JSON.stringify(predicted), object: object({ a: '1' }), kube }
  }

  it('are differences before they are ours, with the server judging the object without them', async () => {
    const { kube, compare } = world()
    seed(kube, live({ a: '1', extra: 'x' }, [kubectl]))
    expect(await compare(answered(kube))).toEqual({
      kind: 'differs',
      differences: [{ path: '/data/extra', live: 'x', owner: 'kubectl-client-side-apply' }],
    })
    expect(kube.calls.filter((call) => call.startsWith('replace'))).toEqual([`replace ${KEY}`])
  })

  it('stay where the object says so', async () => {
    const { kube, compare } = world()
    seed(kube, live({ a: '1', extra: 'x' }, [kubectl]))
    const wanted = { ...answered(kube), options: { ...NO_OPTIONS, migratesOwnership: false } }
    expect(await compare(wanted)).toMatchObject({ kind: 'same' })
  })
})
