import { describe, expect, it } from 'vitest'
import type { ApiKind } from '#lib/kube/types.ts'
import { deployerRole, deployerRules, groupsIn, identityObjects } from './rights.ts'

const holder = { devopsProjectId: '0198-shop', workspace: 'acme', devopsProject: 'shop' }
const kind = (group: string, name: string, plural: string): ApiKind => ({
  ...{ group, version: 'v1', kind: name, plural },
  namespaced: false,
  verbs: ['get'],
})

/** Whether one of the rules lets somebody do it. */
const allows = (verb: string, group: string, resource: string, groups = ['apps', 'example.org']): boolean =>
  deployerRules(groups).some(
    ({ apiGroups, resources, verbs }) =>
      (apiGroups.includes('*') || apiGroups.includes(group)) &&
      (resources.includes('*') || resources.includes(resource)) &&
      (verbs.includes('*') || verbs.includes(verb)),
  )

describe('what a DevOps project may do in a namespace', () => {
  it.each([
    ['create', '', 'configmaps'],
    ['patch', '', 'secrets'],
    ['delete', 'apps', 'deployments'],
    ['patch', 'example.org', 'orders'],
    ['create', 'rbac.authorization.k8s.io', 'rolebindings'],
    ['get', '', 'resourcequotas'],
    ['list', 'discovery.k8s.io', 'endpointslices'],
  ])('%s %s %s', (verb, group, resource) => expect(allows(verb, group, resource)).toBe(true))

  it.each([
    ['patch', '', 'namespaces'],
    ['delete', '', 'namespaces'],
    ['patch', '', 'resourcequotas'],
    ['create', '', 'limitranges'],
    ['create', '', 'endpoints'],
    ['create', 'discovery.k8s.io', 'endpointslices'],
    ['escalate', 'rbac.authorization.k8s.io', 'roles'],
    ['bind', 'rbac.authorization.k8s.io', 'roles'],
    ['use', 'security.openshift.io', 'securitycontextconstraints'],
  ])('not %s %s %s', (verb, group, resource) => {
    const groups = ['', 'rbac.authorization.k8s.io', 'discovery.k8s.io', 'security.openshift.io', 'apps']
    expect(allows(verb, group, resource, groups)).toBe(false)
  })

  it('only becomes more: groups that another process knew stay', () => {
    const role = deployerRole(['example.org'])
    expect(deployerRole([...groupsIn(role), 'apps'])).toEqual(deployerRole(['apps', 'example.org']))
  })
})

describe('the identity of a DevOps project', () => {
  it('is nothing where nothing is allowed', () => {
    expect(identityObjects(holder, { namespaces: [], clusterKinds: [] })).toEqual([])
  })

  it('is an account and a binding in each namespace, without anything of the whole cluster', () => {
    const objects = identityObjects(holder, { namespaces: ['a', 'b'], clusterKinds: [] })
    expect(objects.map(({ kind: name, metadata }) => [name, metadata.namespace])).toEqual([
      ['ServiceAccount', 'ieum-system'],
      ['RoleBinding', 'a'],
      ['RoleBinding', 'b'],
    ])
  })

  it('holds the allowed cluster-scoped kinds by their resources, and no verb by which rights grow', () => {
    const rbac = 'rbac.authorization.k8s.io'
    const clusterKinds = [kind(rbac, 'ClusterRole', 'clusterroles'), kind('', 'Namespace', 'namespaces')]
    const [, role] = identityObjects(holder, { namespaces: [], clusterKinds })
    const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection']
    expect(role?.['rules']).toEqual([
      { apiGroups: [''], resources: ['namespaces'], verbs },
      { apiGroups: [rbac], resources: ['clusterroles'], verbs },
    ])
  })

  it('hands out rights that it has not got where its policy allows bindings for the whole cluster', () => {
    const rbac = 'rbac.authorization.k8s.io'
    const clusterKinds = [kind(rbac, 'ClusterRoleBinding', 'clusterrolebindings')]
    const [, role] = identityObjects(holder, { namespaces: [], clusterKinds })
    expect(role?.['rules']).toContainEqual({
      apiGroups: [rbac],
      resources: ['clusterroles', 'roles'],
      verbs: ['bind', 'escalate'],
    })
  })
})
