import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { KubeObject, ManagedFieldsEntry } from '../model/resource.ts'
import { ignoreRuleSchema } from '../model/spec.ts'
import { NOTHING_IGNORED, ignoredPlaces, rulesFor } from './ignore.ts'
import { verdictOf } from './verdict.ts'

type Fields = Record<string, unknown>

const applied = (fieldsV1: Fields): ManagedFieldsEntry => ({ manager: 'ieum', operation: 'Apply', fieldsV1 })
const updated = (manager: string, fieldsV1: Fields, time = ''): ManagedFieldsEntry => ({
  manager,
  operation: 'Update',
  time,
  fieldsV1,
})

const deployment = (
  spec: Fields,
  managedFields: ManagedFieldsEntry[],
  extra: Partial<KubeObject['metadata']> = {},
): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', managedFields, ...extra },
  spec,
})

const id = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' }
const compare = (live: KubeObject, predicted: KubeObject, ignore: z.input<typeof ignoreRuleSchema>[] = []) => {
  const rules = rulesFor(
    ignore.map((rule) => ignoreRuleSchema.parse(rule)),
    id,
  )
  const ignored = rules ? ignoredPlaces(rules, { live, desired: predicted }, () => []) : NOTHING_IGNORED
  const { others: _others, ...verdict } = verdictOf({ live, predicted, ignored, adopted: [] })
  return verdict
}

const REPLICAS = applied({ 'f:spec': { 'f:replicas': {} } })

describe('comparing a live object with what an apply would make of it', () => {
  it('finds no difference where only the bookkeeping and the state differ', () => {
    const live = {
      ...deployment({ replicas: 1 }, [REPLICAS], { resourceVersion: '5', generation: 2, uid: 'u' }),
      status: { replicas: 1 },
    }
    const predicted = deployment({ replicas: 1 }, [REPLICAS], { resourceVersion: '6', generation: 3, annotations: {} })
    expect(compare(live, predicted)).toEqual({ differences: [], hasOther: false })
  })

  it('names the field, both values and who owns it', () => {
    const live = deployment({ replicas: 5 }, [updated('kubectl-scale', { 'f:spec': { 'f:replicas': {} } })])
    expect(compare(live, deployment({ replicas: 2 }, [REPLICAS]))).toEqual({
      differences: [{ path: '/spec/replicas', live: 5, desired: 2, owner: 'kubectl-scale' }],
      hasOther: false,
    })
  })

  it('leaves a field to its controller when Git does not state it', () => {
    const autoscaled = updated('kube-controller-manager', { 'f:spec': { 'f:replicas': {} } })
    const live = deployment({ replicas: 7, paused: false }, [autoscaled, applied({ 'f:spec': { 'f:paused': {} } })])
    const predicted = deployment({ replicas: 7, paused: false }, live.metadata.managedFields ?? [])
    expect(compare(live, predicted).differences).toEqual([])
  })

  it('finds a field that Git dropped by the ownership it leaves behind', () => {
    const live = deployment({ replicas: 1, minReadySeconds: 9 }, [
      applied({ 'f:spec': { 'f:replicas': {}, 'f:minReadySeconds': {} } }),
    ])
    expect(compare(live, deployment({ replicas: 1 }, [REPLICAS])).differences).toEqual([
      { path: '/spec/minReadySeconds', live: 9, owner: 'ieum' },
    ])
  })

  it('does not count what a webhook would do again at every write', () => {
    const live = deployment({ replicas: 1 }, [REPLICAS])
    const predicted = deployment({ replicas: 1 }, [REPLICAS], { annotations: { 'injected-at': 'now' } })
    expect(compare(live, predicted)).toEqual({ differences: [], hasOther: true })
  })

  it('matches the items of a keyed list by their keys, in whatever order they stand', () => {
    const containers = (image: string, mine = 'ieum') => ({
      manager: mine,
      operation: 'Apply' as const,
      fieldsV1: { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:name': {}, 'f:image': {} } } } },
      image,
    })
    const sidecar = { name: 'proxy', image: 'proxy:1' }
    const live = deployment({ containers: [sidecar, { name: 'web', image: 'web:1' }] }, [containers('web:1')])
    const predicted = deployment({ containers: [{ name: 'web', image: 'web:2' }, sidecar] }, [containers('web:2')])
    expect(compare(live, predicted).differences).toEqual([
      { path: '/spec/containers/1/image', live: 'web:1', desired: 'web:2', owner: 'ieum' },
    ])
  })

  it('takes a list whose keys are ignored as a whole, and never for ours to lose', () => {
    const fields = applied({
      'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:name': {}, 'f:image': {} } } },
    })
    const live = deployment({ containers: [{ name: 'web', image: 'a' }] }, [fields])
    const predicted = deployment({ containers: [{ name: 'web', image: 'b' }] }, [fields])
    const rule = { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/containers/0/name'] }
    expect(compare(live, predicted, [rule]).differences).toMatchObject([{ path: '/spec/containers' }])
  })

  it('compares a set by its members and an atomic list as a whole', () => {
    const fields = applied({ 'f:spec': { 'f:finalizers': { 'v:"a"': {}, 'v:"b"': {} }, 'f:args': {} } })
    const live = deployment({ finalizers: ['x', 'a'], args: ['1', '2'] }, [fields])
    const predicted = deployment({ finalizers: ['a', 'b', 'x'], args: ['1', '3'] }, [fields])
    expect(compare(live, predicted).differences).toEqual([
      { path: '/spec/finalizers/1', desired: 'b', owner: 'ieum' },
      { path: '/spec/args', live: ['1', '2'], desired: ['1', '3'], owner: 'ieum' },
    ])
  })

  it('ignores what the rules name, for the objects they name', () => {
    const live = deployment({ replicas: 5 }, [updated('hpa', { 'f:spec': { 'f:replicas': {} } })])
    const predicted = deployment({ replicas: 2 }, [REPLICAS])
    const rule = { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }
    expect(compare(live, predicted, [rule])).toEqual({ differences: [], hasOther: true })
    expect(compare(live, predicted, [{ ...rule, name: 'other' }]).differences).toHaveLength(1)
    expect(compare(live, predicted, [{ ...rule, kind: 'StatefulSet' }]).differences).toHaveLength(1)
  })

  it('ignores a key that contains a slash, and an item of a list', () => {
    const fields = applied({
      'f:metadata': { 'f:annotations': { 'f:example.org/at': {} } },
      'f:spec': { 'f:args': {} },
    })
    const live = deployment({ args: ['a', 'x'] }, [fields], { annotations: { 'example.org/at': '1' } })
    const predicted = deployment({ args: ['a', 'y'] }, [fields], { annotations: { 'example.org/at': '2' } })
    const jsonPointers = ['/metadata/annotations/example.org~1at', '/spec/args/1']
    expect(compare(live, predicted, [{ group: 'apps', kind: 'Deployment', jsonPointers }]).differences).toEqual([])
  })

  it('shows a NUL as a sign, because no database can hold one', () => {
    const fields = applied({ 'f:spec': { 'f:a': {}, 'f:b': {} } })
    const { differences } = compare(
      deployment({ a: 'one', b: 'one' }, [fields]),
      deployment({ a: 'x\0y', b: [{ 'k\0': 'v\0' }] }, [fields]),
    )
    expect(differences.map(({ desired }) => desired)).toEqual(['x␀y', [{ 'k␀': 'v␀' }]])
  })

  it('never cuts a character in half, because no database can hold a half', () => {
    const fields = applied({ 'f:spec': { 'f:a': {} } })
    const long = deployment({ a: `${'x'.repeat(999)}😀${'y'.repeat(9)}` }, [fields])
    const [difference] = compare(deployment({ a: 'one' }, [fields]), long).differences
    expect(difference?.desired).toBe(`${'x'.repeat(999)}\ufffd…`)
  })

  it('shortens long values and long lists of differences', () => {
    const names = Array.from({ length: 80 }, (_, index) => `k${index}`)
    const fields = applied({ 'f:spec': Object.fromEntries(names.map((name) => [`f:${name}`, {}])) })
    const spec = (value: string) => Object.fromEntries(names.map((name) => [name, value]))
    const { differences } = compare(deployment(spec('a'.repeat(5000)), [fields]), deployment(spec('b'), [fields]))
    expect(differences).toHaveLength(50)
    expect(String(differences[0]?.live).length).toBeLessThan(1100)
  })
})

describe('comparing Secrets', () => {
  const secret = (data: Fields, annotations?: Record<string, string>): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 's',
      namespace: 'shop',
      managedFields: [applied({ 'f:data': { 'f:password': {} }, 'f:type': {} })],
      ...(annotations && { annotations }),
    },
    data,
  })
  const of = (live: KubeObject, predicted: KubeObject) =>
    verdictOf({ live, predicted, ignored: NOTHING_IGNORED, adopted: [] })

  it('shows that a value differs and neither value', () => {
    const { differences } = of(secret({ password: 'bGl2ZQ==' }), secret({ password: 'Z2l0' }))
    expect(differences).toHaveLength(1)
    expect(differences[0]).toMatchObject({ path: '/data/password', owner: 'ieum' })
    expect(JSON.stringify(differences)).not.toMatch(/bGl2ZQ|Z2l0/)
    expect(differences[0]?.live).not.toBe(differences[0]?.desired)
  })

  it('shows which keys exist when all of the data is new, and no value', () => {
    const live = { ...secret({}), data: undefined }
    const { differences } = of(live, secret({ password: 'Z2l0' }))
    expect(differences).toMatchObject([
      { path: '/data', desired: { password: expect.not.stringContaining('Z2l0') as string } },
    ])
  })

  it('does not look at the copy of the manifest that kubectl leaves', () => {
    const copy = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"bGl2ZQ=="}}' }
    expect(of(secret({ password: 'x' }, copy), secret({ password: 'x' }))).toMatchObject({
      differences: [],
      hasOther: false,
    })
  })
})
