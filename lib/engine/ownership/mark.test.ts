import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../model/resource.ts'
import { TRACKING_ANNOTATION, formatMark, ownerOf, parseMark } from './mark.ts'

const OWNER = '0199c0de-0000-7000-8000-000000000001'

describe('the mark of an object', () => {
  it.each([
    ['of the core group', { group: '', kind: 'Service', namespace: 'shop', name: 'api' }],
    ['of a named group', { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }],
    ['without a namespace', { group: '', kind: 'Namespace', namespace: '', name: 'shop' }],
    [
      'whose name contains colons',
      { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', namespace: '', name: 'system:aggregate:view' },
    ],
  ])('%s is read as it was written', (_, id) => {
    expect(parseMark(formatMark(OWNER, id))).toEqual({ deploymentId: OWNER, ...id })
  })

  it.each([
    '',
    'web',
    'a:b',
    'a:apps/Deployment',
    ':apps/Deployment:x/y',
    'a:apps/Deployment:x/',
    'a:apps/Deployment:x/y/z',
  ])('%j is none', (text) => expect(parseMark(text)).toBeNull())
})

describe('the owner of an object', () => {
  const id = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }
  const marked = (metadata: Partial<KubeObject['metadata']>, mark = formatMark(OWNER, id)): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', annotations: { [TRACKING_ANNOTATION]: mark }, ...metadata },
  })

  it('is the deployment that its mark names', () => expect(ownerOf(marked({}))).toBe(OWNER))
  it('is nobody when the mark was copied from another object', () => {
    expect(ownerOf(marked({ name: 'copy' }))).toBeNull()
    expect(ownerOf(marked({ namespace: 'elsewhere' }))).toBeNull()
    expect(ownerOf({ ...marked({}), kind: 'ReplicaSet' })).toBeNull()
    expect(ownerOf({ ...marked({}), apiVersion: 'v1' })).toBeNull()
  })
  it('is the same in every version of its kind', () => {
    expect(ownerOf({ ...marked({}), apiVersion: 'apps/v2' })).toBe(OWNER)
  })
  it('is nobody without a mark', () => {
    expect(ownerOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } })).toBeNull()
  })
})
