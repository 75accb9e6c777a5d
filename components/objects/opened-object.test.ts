import { expect, test } from 'vitest'
import { openedText, parseOpened } from './opened-object.ts'

test.each([
  { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'demo-project', name: 'web' },
  { group: '', version: 'v1', kind: 'Namespace', namespace: '', name: 'demo-project' },
  { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole', namespace: '', name: 'system:node' },
])('the address names $kind $name, and is read as it was written', (object) => {
  expect(parseOpened(openedText(object))).toEqual(object)
})

test.each([
  null,
  '',
  'web',
  'apps/v1/Deployment/web',
  '/v1//demo/web',
  '/v1/Pod/demo/',
  '/v1/Pod/demo/a b',
  '/v1/Pod/a/b/c',
])('an address that names nothing opens nothing: %s', (text) => {
  expect(parseOpened(text)).toBeNull()
})
