/** An open stream asks this every 20 seconds: what was taken away meanwhile closes it within 30 (stream.test.ts). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { encode, toToken } from '#lib/auth/session.ts'
import { startSession } from '#lib/auth/sessions.ts'
import { env } from '#lib/config/env.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import {
  changeDevopsRole,
  removeFromDevops,
  removeFromProject,
  removeFromWorkspace,
} from '#lib/features/members/actions.ts'
import { createRole } from '#lib/features/roles/actions.ts'
import { createWorld, requestOf, type World } from '#lib/testing/world.ts'
import { holdsRight } from './holds-right.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.destroy())

/** The cookie of a session that the person has just begun. */
async function tokenOf(username: string): Promise<string> {
  const { id: userId, sessionVersion } = await db.user.findUniqueOrThrow({ where: { username } })
  const claims = await withTransaction((tx) =>
    startSession(tx, { userId, sessionVersion }, { address: '127.0.0.1', userAgent: 'test' }),
  )
  return encode({ token: toToken(claims), secret: env().NEXTAUTH_SECRET, maxAge: 600 })
}

const devops = { workspace: 'acme', devopsProject: 'devops' }
const project = { workspace: 'acme', cluster: 'east', project: 'acme-shop' }

test('a role that becomes less or is taken away ends the right to the stream that is open', async () => {
  const token = await tokenOf('acme-operator')
  const may = () => holdsRight(token, 'devops.deployments.view', world.acme.devops)
  const maker = requestOf('acme-maker')
  expect(await may()).toBe(true)
  await perform(createRole, maker, { ...devops, name: 'porter', permissions: ['devops.members.view'] })
  await perform(changeDevopsRole, maker, { ...devops, username: 'acme-operator', role: 'porter' })
  expect(await may()).toBe(false)
  expect(await holdsRight(token, 'devops.view', world.acme.devops)).toBe(true)
  await perform(removeFromDevops, maker, { ...devops, usernames: ['acme-operator'] })
  expect(await holdsRight(token, 'devops.view', world.acme.devops)).toBe(false)
  const mayProject = () => holdsRight(token, 'project.view', world.acme.project)
  expect(await mayProject()).toBe(true)
  await perform(removeFromProject, requestOf('acme-admin'), { ...project, usernames: ['acme-operator'] })
  expect(await mayProject()).toBe(false)
})

test('leaving the workspace ends the right to everything in it', async () => {
  const token = await tokenOf('acme-viewer')
  const may = () => holdsRight(token, 'devops.view', world.acme.devops)
  expect(await may()).toBe(true)
  await perform(removeFromWorkspace, requestOf('acme-admin'), { workspace: 'acme', usernames: ['acme-viewer'] })
  expect(await may()).toBe(false)
})
