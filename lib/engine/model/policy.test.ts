import { describe, expect, it } from 'vitest'
import { allowsClusterKind, allowsNamespace, allowsRepository, destinationRefusal, parsePolicy } from './policy.ts'

const place = {
  cluster: 'east',
  namespace: 'shop',
  isClusterOfWorkspace: true,
  isProject: true,
  createNamespace: false,
}

describe('where a DevOps project may deploy to', () => {
  it.each([
    ['a project of the workspace', {}, {}, null],
    ['a namespace that is no project', {}, { isProject: false }, 'project_not_allowed'],
    ['a project that the deployment creates', {}, { isProject: false, createNamespace: true }, null],
    ['a cluster that the workspace may not use', {}, { isClusterOfWorkspace: false }, 'cluster_not_allowed'],
    ['a cluster that the policy does not name', dest('west', '*'), {}, 'cluster_not_allowed'],
    ['any project of a named cluster', dest('east', '*'), {}, null],
    ['no foreign namespace of a named cluster', dest('east', '*'), { isProject: false }, 'project_not_allowed'],
    ['a namespace that the policy names itself', dest('east', ['shop']), { isProject: false }, null],
    ['no project that the policy leaves out', dest('east', ['other']), {}, 'project_not_allowed'],
    [
      'no new project that the policy leaves out',
      dest('east', ['other']),
      { createNamespace: true },
      'project_not_allowed',
    ],
  ])('%s', (_, policy, change, refusal) => {
    expect(destinationRefusal(parsePolicy(policy), { ...place, ...change })).toBe(refusal)
  })
})

describe('what manifests may contain', () => {
  const policy = parsePolicy({
    clusterKinds: [
      { group: 'rbac.authorization.k8s.io', kind: '*' },
      { group: '', kind: 'Namespace' },
    ],
    extraNamespaces: [{ cluster: 'east', namespace: 'monitoring' }],
    repositories: ['shop'],
  })

  it('allows cluster-scoped kinds one by one, or by group', () => {
    expect(allowsClusterKind(policy, 'rbac.authorization.k8s.io', 'ClusterRole')).toBe(true)
    expect(allowsClusterKind(policy, '', 'Namespace')).toBe(true)
    expect(allowsClusterKind(policy, '', 'PersistentVolume')).toBe(false)
    expect(allowsClusterKind(parsePolicy({}), '', 'Namespace')).toBe(false)
  })

  it('allows projects of the workspace and extra namespaces of that cluster', () => {
    const projects = new Set(['web'])
    expect(allowsNamespace(policy, { cluster: 'east', namespace: 'web', projects })).toBe(true)
    expect(allowsNamespace(policy, { cluster: 'east', namespace: 'monitoring', projects })).toBe(true)
    expect(allowsNamespace(policy, { cluster: 'west', namespace: 'monitoring', projects })).toBe(false)
    expect(allowsNamespace(policy, { cluster: 'east', namespace: 'kube-system', projects })).toBe(false)
  })

  it('allows named repositories only, where any are named', () => {
    expect(allowsRepository(policy, 'shop')).toBe(true)
    expect(allowsRepository(policy, 'other')).toBe(false)
    expect(allowsRepository(parsePolicy({}), 'other')).toBe(true)
  })
})

it('a policy that cannot be read allows nothing', () => {
  const policy = parsePolicy({ destinations: 'everywhere' })
  expect(destinationRefusal(policy, place)).toBe('cluster_not_allowed')
  expect(allowsRepository(policy, 'shop')).toBe(false)
})

function dest(cluster: string, namespaces: '*' | string[]) {
  return { destinations: [{ cluster, namespaces }] }
}
