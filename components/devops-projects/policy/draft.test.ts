import { expect, test } from 'vitest'
import { devopsPolicySchema } from '#lib/engine/model/policy.ts'
import { chosenOn, fromDraft, isEmpty, isSame, policyText, toDraft, withPlace } from './draft.ts'

const policyOf = (policy: object) => devopsPolicySchema.parse(policy)

test('a policy comes back as it was', () => {
  for (const policy of [
    {},
    { destinations: [{ cluster: 'east', namespaces: '*' }], repositories: ['web-*', 'https://git.example.com/a/*'] },
    { repositories: [], externalIps: true },
  ])
    expect(fromDraft(toDraft(policyOf(policy)))).toEqual(policyOf(policy))
})

test('unticking the last place is not "everywhere"', () => {
  const draft = toDraft(policyOf({ destinations: [{ cluster: 'east', namespaces: ['shop'] }] }))
  expect(isEmpty(draft)).toBe(false)
  expect(isEmpty(withPlace(draft, 'east', []))).toBe(true)
  expect(isEmpty({ ...draft, isLimited: false })).toBe(false)
})

test('places are changed cluster by cluster', () => {
  const draft = withPlace(withPlace(toDraft(policyOf({})), 'east', ['shop']), 'west', '*')
  expect(chosenOn(draft, 'east')).toEqual(['shop'])
  expect(chosenOn(withPlace(draft, 'west', []), 'west')).toEqual([])
})

test('order does not make another policy', () => {
  const one = policyOf({
    destinations: [
      { cluster: 'a', namespaces: ['x', 'y'] },
      { cluster: 'b', namespaces: '*' },
    ],
  })
  const other = policyOf({
    destinations: [
      { cluster: 'b', namespaces: '*' },
      { cluster: 'a', namespaces: ['y', 'x'] },
    ],
  })
  expect(isSame(one, other)).toBe(true)
  expect(isSame(one, policyOf({}))).toBe(false)
})

test('a policy is told line by line, whatever the order', () => {
  expect(policyText(policyOf({}))).toBe(
    'destinations:\n  - *\nrepositories:\n  - *\nclusterKinds: []\nextraNamespaces: []\nexternalIps: false',
  )
  const policy = policyOf({
    destinations: [{ cluster: 'east', namespaces: ['web', 'shop'] }],
    clusterKinds: [{ group: 'example.org', kind: 'Widget' }],
  })
  expect(policyText(policy)).toContain('  - east/shop\n  - east/web')
  expect(policyText(policy)).toContain('  - Widget.example.org')
})
