import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadActor } from '#lib/auth/load-actor.ts'
import { verifyCredentials } from '#lib/auth/verify-credentials.ts'
import { can } from '#lib/authz/can.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { closeDb, db } from '#lib/db/client.ts'
import {
  connectSandboxCluster,
  ensureSandboxCluster,
  reportSandboxProgress,
  SANDBOX_NAME,
} from '#lib/features/clusters/sandbox.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { createTestDatabase, setTestEnvironment, type TestDatabase } from '#scripts/database/test-database.ts'
import { seedInstallation } from './index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  setTestEnvironment(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

const installation = (port: number) => ({
  adminPassword: 'admin password 1',
  demo: {
    password: 'demo password 1',
    cluster: SANDBOX_NAME,
    gitHost: `127.0.0.1:${port}`,
    sampleRepositoryUrl: `http://127.0.0.1:${port}/demo.git`,
  },
})
const setting = async (name: string) => (await db.platformSetting.findUnique({ where: { name } }))?.value

test('without the demonstration there is an administrator and nothing else', async () => {
  expect(await seedInstallation({ adminPassword: 'admin password 1', demo: null })).toEqual({
    adminCreated: true,
    demoCreated: false,
  })
  const { userId, sessionVersion } = await verifyCredentials({ username: 'admin', password: 'admin password 1' }, 'a')
  expect(await loadActor({ userId, sessionVersion })).toMatchObject({ platformRole: 'platform_admin' })
  expect(await db.workspace.count()).toBe(0)
})

test('two starts at once make the demonstration once', async () => {
  await ensureSandboxCluster()
  const seeded = await Promise.all([seedInstallation(installation(4000)), seedInstallation(installation(4000))])
  expect(seeded.filter(({ demoCreated }) => demoCreated)).toHaveLength(1)
  expect(seeded.every(({ adminCreated }) => !adminCreated)).toBe(true)
})

test('the demonstration is the world of the tutorial', async () => {
  const { userId, sessionVersion } = await verifyCredentials(
    { username: 'project-regular', password: 'demo password 1' },
    'a',
  )
  const actor = await loadActor({ userId, sessionVersion })
  const devops = await db.devopsProject.findFirstOrThrow({ include: { workspace: true } })
  const scope: DevopsScope = {
    ...{ kind: 'devops', workspaceId: devops.workspaceId, workspace: devops.workspace.name },
    ...{ devopsProjectId: devops.id, devopsProject: devops.name },
  }
  expect(`${devops.workspace.name}/${devops.name}`).toBe('demo-workspace/demo-devops')
  expect(actor && can(actor, 'devops.deployments.manage', scope)).toBe(true)
  expect(actor && can(actor, 'devops.settings.manage', scope)).toBe(false)
  expect(await db.project.findFirstOrThrow({ include: { cluster: true } })).toMatchObject({
    name: 'demo-project',
    cluster: { name: SANDBOX_NAME },
  })
})

test('a later start renews the address of the Git server and leaves everything else as people made it', async () => {
  await db.user.delete({ where: { username: 'ws-admin' } })
  await db.workspace.update({ where: { name: 'demo-workspace' }, data: { alias: '바꿈' } })
  expect(await seedInstallation(installation(4001))).toEqual({ adminCreated: false, demoCreated: false })
  expect(await db.user.count({ where: { username: 'ws-admin' } })).toBe(0)
  expect(await db.workspace.findFirstOrThrow()).toMatchObject({ alias: '바꿈' })
  expect(await setting('git.allowedPrivateHosts')).toEqual(['127.0.0.1:4001'])
  expect(await setting('demo.sampleRepositoryUrl')).toBe('http://127.0.0.1:4001/demo.git')
})

test('the sandbox shows how far it is, and makes the namespaces when it is up', async () => {
  await reportSandboxProgress({ step: 'compiling', percent: 42.4 })
  const preparing = await db.cluster.findUniqueOrThrow({ where: { name: SANDBOX_NAME } })
  expect(preparing).toMatchObject({ state: 'preparing', progress: { step: 'compiling', percent: 42 } })
  await expect(kubeForCluster(preparing.id)).rejects.toMatchObject({ reason: 'cluster_preparing' })

  await connectSandboxCluster(readFileSync(process.env['IEUM_TEST_KUBECONFIG'] ?? '', 'utf8'))
  expect(await db.cluster.findUniqueOrThrow({ where: { name: SANDBOX_NAME } })).toMatchObject({ state: 'ready' })
  const kube = await kubeForCluster(preparing.id)
  const id = { group: '', version: 'v1', kind: 'Namespace', namespace: '', name: 'demo-project' }
  expect((await kube.get(id))?.metadata.labels).toMatchObject({ 'ieum.dev/workspace': 'demo-workspace' })
  await reportSandboxProgress({ step: 'starting', percent: 1 })
  expect(await db.cluster.findUniqueOrThrow({ where: { name: SANDBOX_NAME } })).toMatchObject({ state: 'ready' })
  await kube.close()
})

test('no password and no connection stands readable in the database', async () => {
  const dump = JSON.stringify([await db.user.findMany(), await db.cluster.findMany(), await db.auditEvent.findMany()])
  expect(dump).not.toMatch(/password 1/)
  expect(dump).not.toMatch(/BEGIN|token"/)
})
