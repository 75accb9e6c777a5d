import { describe, expect, test } from 'vitest'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { actsOf, replicasOf, requireAct } from './acts.ts'
import { secretValue } from './changes.ts'
import { countOf, problemsOf } from './project-health.ts'
import { selectorText } from './read.ts'
import { secretEntries, shownObject, toDetail, toEvents, toPodInfo } from './to-detail.ts'
import { toConfigRow, toPodRow, toWorkloadRow } from './to-rows.ts'

const object = (apiVersion: string, kind: string, more: object = {}, metadata: object = {}): KubeObject => ({
  ...{ apiVersion, kind },
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', creationTimestamp: '2026-01-01T00:00:00Z', ...metadata },
  ...more,
})
const detail = (shown: KubeObject) =>
  toDetail({ object: shown, owners: [], events: [], pods: [], simulated: false, managedBy: null })

const PASSWORD = 'pa55-w0rd'
const encoded = Buffer.from(PASSWORD).toString('base64')

describe('a Secret', () => {
  const secret = object(
    'v1',
    'Secret',
    { type: 'Opaque', data: { password: encoded, version: Buffer.from('v1').toString('base64') } },
    {
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: { password: 'b2xk' } }),
        note: `the password is ${PASSWORD}`,
      },
      managedFields: [{ manager: 'kubectl', operation: 'Apply', fieldsV1: { 'f:data': {} } }],
    },
  )

  test('shows no value, neither now nor of before, wherever it stands', () => {
    const text = JSON.stringify(detail(secret))
    for (const value of [PASSWORD, encoded, 'b2xk']) expect(text).not.toContain(value)
  })

  test('is still named where a value is as short as its version', () => {
    expect(shownObject(secret)).toMatchObject({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'web' } })
  })

  test('tells its keys and how long their values are', () => {
    expect(secretEntries(secret)).toEqual([
      { key: 'password', bytes: PASSWORD.length },
      { key: 'version', bytes: 2 },
    ])
    expect(toConfigRow(secret, null)).toMatchObject({ type: 'Opaque', keys: ['password', 'version'], keyCount: 2 })
    expect(JSON.stringify(toConfigRow(secret, null))).not.toContain(encoded)
  })

  test('that is revealed is text where its bytes are', () => {
    expect(secretValue('password', encoded)).toEqual({ key: 'password', text: PASSWORD, base64: encoded })
    expect(secretValue('raw', Buffer.from([0xff, 0xfe]).toString('base64')).text).toBeNull()
  })
})

describe('a manifest', () => {
  test('has no managedFields; who wrote stands beside it', () => {
    const shown = detail(
      object('v1', 'ConfigMap', { data: { a: 'b' } }, { managedFields: [{ manager: 'ieum', operation: 'Apply' }] }),
    )
    expect(shown.manifest).not.toContain('managedFields')
    expect(shown.fieldManagers).toEqual([{ manager: 'ieum', operation: 'Apply', subresource: '', at: null }])
  })

  test('that is very long ends early and says so', () => {
    const long = detail(object('v1', 'ConfigMap', { data: { a: 'x '.repeat(400_000) } }))
    expect(long.manifestCut).toBe(true)
    expect(long.manifest.length).toBeLessThanOrEqual(300_000)
  })

  test.each([
    { spec: 7, status: 'x' },
    { spec: { containers: 'none' }, status: { conditions: [7, null] } },
    { data: [] },
  ])('of a shape that was never seen does not break the panel: %j', (fields) => {
    for (const kind of ['Pod', 'Secret', 'Event', 'ConfigMap'])
      expect(detail(object('v1', kind, fields)).uid).toBe('u1')
    for (const kind of ['Deployment', 'ReplicaSet']) expect(detail(object('apps/v1', kind, fields)).uid).toBe('u1')
    expect(toPodRow(object('v1', 'Pod', fields), null).restarts).toBe(0)
    expect(toWorkloadRow(object('apps/v1', 'Deployment', fields), null).images).toEqual([])
  })
})

describe('what may be done', () => {
  test('is restarting and scaling for what has pods to replace', () => {
    expect(actsOf(object('apps/v1', 'Deployment'))).toEqual({ restart: true, scale: true, delete: true })
    expect(actsOf(object('apps/v1', 'DaemonSet'))).toEqual({ restart: true, scale: false, delete: true })
    expect(actsOf(object('v1', 'Pod'))).toEqual({ restart: false, scale: false, delete: true })
  })

  test('is not the size of a replica set that a controller sizes', () => {
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u0', controller: true }
    expect(actsOf(object('apps/v1', 'ReplicaSet', {}, { ownerReferences: [owner] })).scale).toBe(false)
    expect(actsOf(object('apps/v1', 'ReplicaSet')).scale).toBe(true)
  })

  test.each([
    ['of the whole cluster', object('v1', 'Namespace', {}, { namespace: undefined })],
    ['that give rights', object('rbac.authorization.k8s.io/v1', 'RoleBinding')],
    ['that bound a project', object('v1', 'ResourceQuota')],
  ])('is not deleting objects %s', (_, shown) => {
    expect(() => requireAct(shown, 'delete')).toThrow('act_not_possible')
  })

  test('counts pods as the API server fills them in', () => {
    expect(replicasOf(object('apps/v1', 'Deployment', { spec: {} }))).toBe(1)
    expect(replicasOf(object('apps/v1', 'Deployment', { spec: { replicas: 0 } }))).toBe(0)
    expect(replicasOf(object('apps/v1', 'DaemonSet', { spec: {} }))).toBeNull()
  })
})

test('events are told by their newest time, the newest first', () => {
  const event = (uid: string, times: object): KubeObject =>
    object(
      'v1',
      'Event',
      { involvedObject: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, ...times },
      { uid },
    )
  const rows = toEvents([
    event('old', { lastTimestamp: '2026-01-01T00:00:01Z', count: 3 }),
    event('series', {
      eventTime: '2026-01-01T00:00:00Z',
      series: { count: 9, lastObservedTime: '2026-01-01T00:00:09Z' },
    }),
    event('none', {}),
  ])
  expect(rows.map(({ uid, count }) => [uid, count])).toEqual([
    ['series', 9],
    ['old', 3],
    ['none', 1],
  ])
  expect(rows[0]?.object).toMatchObject({ group: 'apps', version: 'v1', kind: 'Deployment', name: 'web' })
})

test('a pod tells the state of each container, and whether one ran before', () => {
  const pod = object('v1', 'Pod', {
    spec: { containers: [{ name: 'app' }, { name: 'side' }], initContainers: [{ name: 'prepare' }] },
    status: {
      containerStatuses: [
        {
          name: 'app',
          restartCount: 4,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: {} },
        },
      ],
      initContainerStatuses: [{ name: 'prepare', state: { terminated: { reason: 'Completed' } } }],
    },
  })
  expect(toPodInfo(pod, false).containers).toEqual([
    { name: 'app', role: 'main', state: 'CrashLoopBackOff', restarts: 4, hasPrevious: true },
    { name: 'side', role: 'main', state: '', restarts: 0, hasPrevious: false },
    { name: 'prepare', role: 'init', state: 'Completed', restarts: 0, hasPrevious: false },
  ])
  expect(toPodRow(pod, null)).toMatchObject({ ready: { ready: 0, wanted: 2 }, restarts: 4 })
})

test('a selector is written as the API server takes it', () => {
  const spec = {
    selector: {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['a', 'b'] },
        { key: 'gone', operator: 'DoesNotExist' },
      ],
    },
  }
  expect(selectorText(object('apps/v1', 'Deployment', { spec }))).toBe('app=web,tier in (a,b),!gone')
  expect(selectorText(object('apps/v1', 'Deployment'))).toBe('')
})

test('what is wrong stands first by how bad it is', () => {
  const failed = object('v1', 'Pod', { status: { phase: 'Failed' } })
  const pending = object('v1', 'PersistentVolumeClaim', { status: { phase: 'Pending' } })
  const fine = object('v1', 'ConfigMap')
  expect(problemsOf([pending, fine, failed]).map(({ kind, health }) => [kind, health])).toEqual([
    ['Pod', 'Degraded'],
    ['PersistentVolumeClaim', 'Progressing'],
  ])
  expect(countOf('Pod', [failed, failed])).toEqual({ kind: 'Pod', total: 2, health: { Degraded: 2 } })
})

test("W11: what a cluster's programs say of themselves has no escapes", () => {
  const escape = '\u001b[31mred\u001b[0m \u202eback'
  const [event] = toEvents([
    { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, type: escape, reason: escape, message: escape },
  ])
  expect(JSON.stringify(event)).not.toMatch(/\\u001b|\u202e/)
  expect(event?.message).toBe('red  back')
})
