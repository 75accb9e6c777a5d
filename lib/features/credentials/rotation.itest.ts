/** What a rotation does to the deployments: a running engine, a private repository behind HTTP authentication, and hours between polls. */
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemWork } from '#lib/audit/record.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { configMap, createWorld, statusWhen, type World } from '#lib/engine/testing/world.ts'
import { startGitServer, type GitHttpServer } from '#lib/git/testing/git-http.ts'
import { createCredentialIn } from './create-credential.ts'
import { editCredentialIn } from './edit-credential.ts'
import { createCredentialSchema, editCredentialSchema } from './schema.ts'

let world: World
let server: GitHttpServer
beforeAll(async () => {
  world = await createWorld({ environment: { IEUM_POLL_SECONDS: '1' } })
  world.startEngine()
})
afterAll(async () => {
  await server.close()
  await world.end()
})

const reasonOf = (condition: unknown): unknown => (condition as { reason?: unknown } | null)?.reason
const accept = (secret: string) => server.setMode({ kind: 'auth', username: 'robot', password: secret })

test('a rotated credential reaches the deployments at once: a failed one answers, and the old secret is not sent again', async () => {
  const deployment = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
  await statusWhen(deployment.id, ({ sync }) => sync === 'Synced')
  await world.endEngines('SIGTERM')
  server = await startGitServer(path.dirname(deployment.repository))
  accept('CANARY-one')
  const { repository, devopsProject } = await db.continuousDeployment.findUniqueOrThrow({
    where: { id: deployment.id },
    select: { repository: { select: { id: true } }, devopsProject: { include: { workspace: true } } },
  })
  const scope = {
    kind: 'devops' as const,
    workspaceId: devopsProject.workspaceId,
    workspace: devopsProject.workspace.name,
    devopsProjectId: devopsProject.id,
    devopsProject: devopsProject.name,
  }
  const place = { workspace: 'acme', devopsProject: 'devops' }
  const login = {
    ...place,
    name: 'robot',
    type: 'username_password',
    boundTo: `http://${server.host}`,
    username: 'robot',
  }
  const setting = await db.platformSetting.findUniqueOrThrow({ where: { name: 'git.allowedPrivateHosts' } })
  await db.platformSetting.update({
    where: { name: setting.name },
    data: { value: [...(setting.value as string[]), server.host] },
  })
  await withTransaction((tx) =>
    createCredentialIn(systemWork(tx), scope, createCredentialSchema.parse({ ...login, secret: 'CANARY-one' })),
  )
  const { id: credentialId } = await db.credential.findFirstOrThrow({ where: { name: 'robot' }, select: { id: true } })
  const url = server.url(path.basename(deployment.repository))
  await db.codeRepository.update({ where: { id: repository.id }, data: { url, credentialId } })

  // Hours between polls: what happens now is what the rotation asked for.
  world.startEngine({ IEUM_POLL_SECONDS: '7200' })
  const rotate = (secret: string, version: number) =>
    withTransaction((tx) =>
      editCredentialIn(systemWork(tx), scope, editCredentialSchema.parse({ ...login, secret, version })),
    )
  await rotate('CANARY-wrong', 1)
  await statusWhen(deployment.id, ({ condition }) => reasonOf(condition) === 'git_auth_failed')
  accept('CANARY-two')
  const commit = await deployment.push({ 'a.yaml': configMap('a', 'two') })
  server.requests.length = 0
  await rotate('CANARY-two', 2)
  await statusWhen(
    deployment.id,
    ({ sync, syncedCommit, condition }) => sync === 'Synced' && syncedCommit === commit && condition === null,
  )
  const sent = new Set(server.requests.flatMap(({ authorization }) => authorization ?? []))
  expect([...sent]).toEqual([`Basic ${Buffer.from('robot:CANARY-two').toString('base64')}`])
  expect(world.output()).not.toContain('CANARY')
})
