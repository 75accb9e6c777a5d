import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../model/resource.ts'
import { ignoreRuleSchema } from '../model/spec.ts'
import { matchesGlob } from './glob.ts'
import { ignoredPlaces, rulesFor } from './ignore.ts'
import { ownedPaths, plainPaths, samePlace, without } from './paths.ts'

describe('patterns of groups and kinds', () => {
  it.each([
    ['*', 'Deployment', true],
    ['*', '', true],
    ['', '', true],
    ['', 'apps', false],
    ['apps', 'apps', true],
    ['*.istio.io', 'networking.istio.io', true],
    ['*.istio.io', 'istio.io', false],
    ['*Set', 'StatefulSet', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['?od', 'Pod', true],
    ['?od', 'od', false],
    ['[PR]o*', 'Role', true],
    ['[!PR]o*', 'Role', false],
    ['[A-D]*', 'ConfigMap', true],
    ['{Role,ClusterRole}', 'ClusterRole', true],
    ['{Role,Cluster{Role,RoleBinding}}', 'ClusterRoleBinding', true],
    [String.raw`\*`, '*', true],
    [String.raw`\*`, 'x', false],
    ['[', 'x', false],
    ['{a', 'a', false],
  ])('%j on %j: %j', (pattern, text, isMatch) => expect(matchesGlob(pattern, text)).toBe(isMatch))

  it('costs no more than pattern times text, whatever the pattern', () => {
    expect(matchesGlob(`${'*a'.repeat(100)}b`, 'a'.repeat(250))).toBe(false)
    expect(matchesGlob('{a,b}'.repeat(40), 'ab')).toBe(false)
  })
})

describe('the rules of one object', () => {
  const rule = (fields: object) => ignoreRuleSchema.parse({ kind: '*', group: '*', ...fields })
  const id = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' }

  it('are those whose group and kind fit and whose namespace and name are its own', () => {
    const rules = [
      rule({ jsonPointers: ['/a'] }),
      rule({ group: 'apps', kind: 'Deploy*', name: 'web', managedFieldsManagers: ['x'] }),
      rule({ name: 'other', jsonPointers: ['/b'] }),
      rule({ namespace: 'sho*', jsonPointers: ['/c'] }),
      rule({ namespace: 'shop', jqPathExpressions: ['.d'] }),
    ]
    expect(rulesFor(rules, id)).toEqual({ pointers: ['/a'], expressions: ['.d'], managers: ['x'] })
    expect(rulesFor([rule({ name: 'other', jsonPointers: ['/b'] })], id)).toBeNull()
  })

  it('become places on both sides, found by keys where a list has keys', () => {
    const live: KubeObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'web',
        managedFields: [
          {
            manager: 'injector',
            operation: 'Update',
            fieldsV1: {
              'f:spec': {
                'f:replicas': {},
                'f:containers': {
                  'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:name': {} },
                  'k:{"name":"proxy"}': { '.': {}, 'f:name': {} },
                },
              },
            },
          },
          { manager: 'other', operation: 'Update', fieldsV1: { 'f:spec': { 'f:paused': {} } } },
        ],
      },
      spec: { replicas: 3, paused: true, containers: [{ name: 'proxy' }, { name: 'web', image: 'a', args: [] }] },
    }
    const desired = { spec: { replicas: 1, containers: [{ name: 'web', image: 'b', args: [] }] } }
    const rules = { pointers: ['/metadata/annotations/a~1b'], expressions: ['.x'], managers: ['injector'] }
    const ignored = ignoredPlaces(rules, { live, desired }, (expression, value) => [
      [expression, value === live ? 'live' : 'desired'],
    ])
    const pointer = ['metadata', 'annotations', 'a/b']
    expect(ignored).toEqual({
      live: [
        pointer,
        ['.x', 'live'],
        ['spec', 'replicas'],
        ['spec', 'containers', 0],
        ['spec', 'containers', 1, 'image'],
      ],
      desired: [pointer, ['.x', 'desired'], ['spec', 'replicas'], ['spec', 'containers', 0, 'image']],
    })
  })
})

describe('places', () => {
  it('are taken out all at once, so that no index moves under another', () => {
    const value = { list: ['a', 'b', 'c', 'd'], kept: { x: 1, y: 2 } }
    expect(
      without(value, [
        ['list', 0],
        ['list', '2'],
        ['kept', 'x'],
        ['nothing', 'there'],
        ['list', 9],
      ]),
    ).toEqual({
      list: ['b', 'd'],
      kept: { y: 2 },
    })
    expect(value.list).toHaveLength(4)
    expect(without(value, [[]])).toBeUndefined()
  })

  it('of jq count slices and negative indexes out, and nothing that does not exist', () => {
    const value = { list: ['a', 'b', 'c'] }
    const paths = [
      ['list', -1],
      ['list', { start: null, end: 2 }],
      ['list', { start: -1, end: null }],
      ['list', -9],
      ['none', 'there'],
      [],
    ]
    expect(plainPaths(value, paths)).toEqual([['list', 2], ['list', 0], ['list', 1], ['list', 2], []])
  })

  it('owned by one and by nobody else are the leaves, or what is above them where nothing else is left', () => {
    const owned = [{ 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} }, 'f:args': {} }]
    const value = { data: { a: 1, b: 2 }, args: [1] }
    expect(ownedPaths(value, owned)).toEqual([['data'], ['args']])
    expect(ownedPaths({ data: { a: 1, b: 2, c: 3 } }, owned)).toEqual([
      ['data', 'a'],
      ['data', 'b'],
    ])
    expect(ownedPaths(value, owned, [{ 'f:data': { 'f:a': {} } }, { 'f:args': {} }])).toEqual([['data', 'b']])
  })

  it('are found again in another object by their keys', () => {
    const shape = [{ 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:name': {} } } }]
    const from = { ports: [{ port: 80, protocol: 'TCP', name: 'a' }] }
    const to = {
      ports: [
        { port: 81, protocol: 'TCP' },
        { protocol: 'TCP', port: 80, name: 'b' },
      ],
    }
    expect(samePlace(['ports', 0, 'name'], from, to, shape)).toEqual(['ports', 1, 'name'])
    expect(samePlace(['ports', 0, 'name'], from, { ports: [] }, shape)).toBeNull()
  })
})
