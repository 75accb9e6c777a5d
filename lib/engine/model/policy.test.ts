import { describe, expect, it } from 'vitest'
import {
  allowedNamespaces,
  allowsClusterKind,
  allowsNamespace,
  allowsRepository,
  destinationRefusal,
  devopsPolicySchema,
  parsePolicy,
} from './policy.ts'

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
    [
      'no foreign namespace, not even one that it names',
      dest('east', ['shop']),
      { isProject: false },
      'project_not_allowed',
    ],
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

  it('leaves out projects of the workspace that the policy leaves out', () => {
    const narrow = parsePolicy({
      ...dest('east', ['web', 'legacy']),
      extraNamespaces: [{ cluster: 'east', namespace: 'monitoring' }],
    })
    const projects = new Set(['web', 'shop'])
    expect(allowedNamespaces(narrow, { cluster: 'east', projects })).toEqual({
      projects: new Set(['web']),
      named: new Set(['monitoring']),
    })
    expect(allowsNamespace(narrow, { cluster: 'east', namespace: 'shop', projects })).toBe(false)
    expect(allowedNamespaces(narrow, { cluster: 'west', projects })).toEqual({ projects: new Set(), named: new Set() })
  })
})

describe('which repositories may be read', () => {
  const allows = (repositories: '*' | string[], url: string, name = 'shop') =>
    allowsRepository(parsePolicy({ repositories }), { name, url })

  it.each([
    ['*' as const, 'https://git.example.com/acme/shop.git', true],
    [[], 'https://git.example.com/acme/shop.git', false],
    [['shop'], 'https://git.example.com/acme/shop.git', true],
    [['sh*'], 'https://git.example.com/acme/shop.git', true],
    [['other', '*-shop'], 'https://git.example.com/acme/shop.git', false],
    [['https://git.example.com/acme/*'], 'https://git.example.com/acme/shop.git', true],
    [['https://git.example.com/acme/*'], 'https://GIT.example.com/acme/a/b', true],
    [['https://git.example.com/acme/shop'], 'https://git.example.com/acme/shop.git', true],
    [['https://git.example.com/acme/*/deploy'], 'https://git.example.com/acme/shop/deploy.git', true],
    [['https://git.example.com/acme/*'], 'https://git.example.com/acme-evil/shop', false],
    [['https://git.example.com/acme/*'], 'https://git.example.com/acme/../evil/shop', false],
    [['https://git.example.com/acme/*'], 'https://git.example.com/acme/%2e%2e/evil', false],
    [['https://git.example.com/acme/*'], 'https://git.example.com.evil.org/acme/shop', false],
    [['https://git.example.com/acme/*'], 'http://git.example.com/acme/shop', false],
    [['https://git.example.com/acme/*'], 'https://evil.org/https://git.example.com/acme/shop', false],
  ])('%j of %s: %j', (repositories, url, allowed) => expect(allows(repositories, url)).toBe(allowed))

  it.each(['https://*/acme/shop', 'https://*.example.com/a', 'file:///etc', 'a b', 'https://host', '../x', 'A'])(
    'the pattern %j is refused',
    (pattern) => expect(devopsPolicySchema.safeParse({ repositories: [pattern] }).success).toBe(false),
  )
})

it('a policy that cannot be read allows nothing', () => {
  const policy = parsePolicy({ destinations: 'everywhere' })
  expect(destinationRefusal(policy, place)).toBe('cluster_not_allowed')
  expect(allowsRepository(policy, { name: 'shop', url: 'https://git.example.com/shop' })).toBe(false)
})

function dest(cluster: string, namespaces: '*' | string[]) {
  return { destinations: [{ cluster, namespaces }] }
}
