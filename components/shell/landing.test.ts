import { expect, test } from 'vitest'
import { PLATFORM_ROLE_PERMISSIONS } from '#lib/authz/roles.ts'
import type { PlatformRole } from '#lib/authz/actor.ts'
import { landingPage } from './landing.ts'

const land = (role: PlatformRole, workspaces: string[] = [], last?: string) =>
  landingPage({ permissions: PLATFORM_ROLE_PERMISSIONS[role], workspaces, last })

test.each([
  ['who rules all workspaces', 'their list', land('platform_admin', ['a', 'b'], 'b'), '/workspaces'],
  ['who may make workspaces', 'their list', land('workspaces_manager', ['a']), '/workspaces'],
  ['who rules an empty installation', 'making one', land('platform_admin'), '/platform/workspaces'],
  ['a member', 'the last workspace', land('platform_regular', ['a', 'b'], 'b'), '/workspaces/b/devops-projects'],
  [
    'a member for the first time',
    'the first one',
    land('platform_regular', ['a', 'b']),
    '/workspaces/a/devops-projects',
  ],
  [
    'a member whose last is gone',
    'the first one',
    land('platform_regular', ['a'], 'x'),
    '/workspaces/a/devops-projects',
  ],
  ['who manages people in a workspace', 'the workspace', land('users_manager', ['a']), '/workspaces/a/devops-projects'],
  ['who only manages people', 'the platform', land('users_manager'), '/platform'],
  ['who has nothing', 'nowhere', land('platform_regular', [], 'x'), null],
])('%s starts at %s', (_, __, page, expected) => expect(page).toBe(expected))
