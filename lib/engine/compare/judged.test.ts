import { describe, expect, it } from 'vitest'
import type { KubeObject, ManagedFieldsEntry } from '../model/resource.ts'
import { isTakenOver } from '../ownership/managers.ts'
import { judgedFrom, stillHolds } from './judged.ts'

type Fields = Record<string, unknown>
const ours = (fields: Fields): ManagedFieldsEntry => ({
  manager: 'ieum',
  operation: 'Apply',
  fieldsV1: { 'f:spec': fields },
})
const others = (manager: string, fields: Fields): ManagedFieldsEntry => ({
  manager,
  operation: 'Update',
  fieldsV1: { 'f:spec': fields },
})
let version = 0
const object = (spec: Fields, managedFields: ManagedFieldsEntry[], metadata = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', uid: 'u', resourceVersion: String(++version), managedFields, ...metadata },
  spec,
})

const OWNED = ours({ 'f:replicas': {}, 'f:image': {} })
const first = object({ replicas: 1, image: 'a' }, [OWNED])
const judged = judgedFrom(first, first)
const holds = (next: KubeObject) => stillHolds(judged, next, isTakenOver)

describe('a verdict', () => {
  it('holds while only others write, and what the server counts changes', () => {
    expect(holds(object({ replicas: 1, image: 'a', paused: true }, [OWNED, others('hpa', { 'f:paused': {} })]))).toBe(
      true,
    )
    expect(holds(object({ replicas: 1, image: 'a' }, [OWNED], { annotations: { x: '1' }, generation: 9 }))).toBe(true)
    expect(holds({ ...object({ replicas: 1, image: 'a' }, [OWNED]), status: { replicas: 1 } })).toBe(true)
  })

  it('holds when somebody else comes to own a field and leaves its value', () => {
    const left = ours({ 'f:image': {} })
    expect(holds(object({ replicas: 1, image: 'a' }, [left, others('x', { 'f:replicas': {} })]))).toBe(true)
  })

  it('does not hold when a field that Git states changes or goes, whoever owns it then', () => {
    const left = ours({ 'f:image': {} })
    expect(holds(object({ replicas: 5, image: 'a' }, [left, others('x', { 'f:replicas': {} })]))).toBe(false)
    expect(holds(object({ image: 'a' }, [left]))).toBe(false)
  })

  it('does not hold for a namesake, for fields that came to be ours, and for what kubectl applied', () => {
    expect(holds(object({ replicas: 1, image: 'a' }, [OWNED], { uid: 'other' }))).toBe(false)
    const more = ours({ 'f:replicas': {}, 'f:image': {}, 'f:paused': {} })
    expect(holds(object({ replicas: 1, image: 'a', paused: true }, [more]))).toBe(false)
    const kubectl = others('kubectl-client-side-apply', { 'f:paused': {} })
    expect(holds(object({ replicas: 1, image: 'a', paused: true }, [OWNED, kubectl]))).toBe(false)
  })

  it('holds when an ignored field changes', () => {
    const next = object({ replicas: 5, image: 'a' }, [ours({ 'f:image': {} }), others('hpa', { 'f:replicas': {} })])
    const place = [['spec', 'replicas']]
    expect(stillHolds(judged, next, isTakenOver, { live: place, desired: place })).toBe(true)
  })

  it('on a field that is to be removed holds only while nothing of ours changes', () => {
    const live = object({ replicas: 1, image: 'a', paused: true }, [ours({ 'f:replicas': {}, 'f:paused': {} })])
    const removal = judgedFrom(live, object({ replicas: 1 }, [ours({ 'f:replicas': {} })]))
    const same = [ours({ 'f:replicas': {}, 'f:paused': {} })]
    expect(stillHolds(removal, object({ replicas: 1, image: 'b', paused: true }, same), isTakenOver)).toBe(true)
    const gone = [ours({ 'f:replicas': {} })]
    expect(stillHolds(removal, object({ replicas: 1, image: 'a', paused: true }, gone), isTakenOver)).toBe(false)
  })

  it('without any managed fields holds for an equal object only', () => {
    const bare = judgedFrom(object({ a: 1 }, []), object({ a: 1 }, []))
    expect(stillHolds(bare, object({ a: 1 }, []), isTakenOver)).toBe(true)
    expect(stillHolds(bare, object({ a: 2 }, []), isTakenOver)).toBe(false)
  })
})
