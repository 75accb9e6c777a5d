import { describe, expect, test } from 'vitest'
import { platformRoleOf, stepsOf } from './apply-groups.ts'
import { wantedRoles, type StoredMapping } from './wanted-roles.ts'

const nothing = { platformRole: null, workspaceId: null, workspaceRole: null, devopsProject: null, devopsRole: null }
const mapping = (group: string, more: Partial<StoredMapping>): StoredMapping => ({ ...nothing, group, ...more })

describe('the roles that groups give', () => {
  test('are the highest of each place', () => {
    const wanted = wantedRoles(
      [
        mapping('a', { workspaceId: 'w', workspaceRole: 'viewer' }),
        mapping('b', { workspaceId: 'w', workspaceRole: 'admin' }),
        mapping('c', { platformRole: 'platform_admin' }),
        mapping('a', { platformRole: 'users_manager' }),
      ],
      ['a', 'b'],
    )
    expect(wanted).toEqual({
      platform: 'users_manager',
      workspaces: new Map([['w', 'admin']]),
      devopsProjects: new Map(),
    })
  })

  test('in a DevOps project make a member of its workspace, whose own role stays', () => {
    const devops = { devopsProject: { id: 'd', workspaceId: 'w' }, devopsRole: 'operator' as const }
    expect(wantedRoles([mapping('a', devops)], ['a']).workspaces).toEqual(new Map([['w', 'regular']]))
    const both = [mapping('a', { workspaceId: 'w', workspaceRole: 'viewer' }), mapping('a', devops)]
    expect(wantedRoles(both, ['a']).workspaces).toEqual(new Map([['w', 'viewer']]))
  })

  test('are compared letter by letter', () => {
    expect(wantedRoles([mapping('Admins', { platformRole: 'platform_admin' })], ['admins']).platform).toBeNull()
  })
})

describe('what changes', () => {
  const wanted = new Map([
    ['new', 'viewer'],
    ['ours', 'admin'],
    ['same', 'viewer'],
    ['by-hand', 'admin'],
    ['others', 'admin'],
  ])
  const held = [
    { id: 'ours', role: 'viewer', providerId: 'p' },
    { id: 'same', role: 'viewer', providerId: 'p' },
    { id: 'by-hand', role: 'viewer', providerId: null },
    { id: 'others', role: 'viewer', providerId: 'q' },
    { id: 'gone', role: 'viewer', providerId: 'p' },
    { id: 'stays', role: 'viewer', providerId: null },
  ]

  test('is only what the provider gave, or what is new', () => {
    expect(stepsOf(held, wanted, 'p')).toEqual([
      { id: 'new', from: null, to: 'viewer' },
      { id: 'ours', from: 'viewer', to: 'admin' },
      { id: 'gone', from: 'viewer', to: null },
    ])
  })

  test.each([
    ['nothing given becomes what is wanted', 'platform_regular', null, 'users_manager', 'users_manager', 'p'],
    ['by hand stays', 'users_manager', null, 'platform_admin', 'users_manager', null],
    ["another provider's stays", 'users_manager', 'q', null, 'users_manager', 'q'],
    ["one's own goes", 'platform_admin', 'p', null, 'platform_regular', null],
  ] as const)('of the platform role: %s', (_, platformRole, roleProviderId, wants, role, giver) => {
    expect(platformRoleOf({ platformRole, roleProviderId }, wants, 'p')).toEqual({
      ...{ platformRole: role, roleProviderId: giver },
    })
  })
})
