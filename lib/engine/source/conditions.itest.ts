import { execFileSync } from 'node:child_process'
import { renameSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encryptSecret } from '#lib/crypto/secrets.ts'
import { db } from '#lib/db/client.ts'
import { startSshServer, type SshServer } from '#lib/git/testing/ssh-server.ts'
import { type TestDeployment, type World, configMap, createWorld, idOf, runsOf, statusWhen } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  world.startEngine()
})
afterAll(() => world.end())

const inRepository = ({ repository }: TestDeployment, ...args: string[]) =>
  execFileSync('git', ['--git-dir', repository, ...args], { encoding: 'utf8' }).trim()

const reasonOf = (condition: unknown): unknown => (condition as { reason?: unknown } | null)?.reason

/** Gives a deployment's repository another address and a credential for it. */
async function moveTo(deployment: TestDeployment, ssh: SshServer): Promise<string> {
  const { username, privateKey, passphrase, knownHosts } = await ssh.credential({ passphrase: 'two words' })
  const { repository } = await db.continuousDeployment.findUniqueOrThrow({
    where: { id: deployment.id },
    select: { repository: { select: { id: true, devopsProjectId: true } } },
  })
  const boundTo = `ssh://${ssh.host}`
  const { id } = await db.credential.create({
    data: {
      ...{ devopsProjectId: repository.devopsProjectId, name: 'key', type: 'ssh_key', username, knownHosts, boundTo },
      secret: '',
    },
  })
  const secret = encryptSecret(JSON.stringify({ privateKey, passphrase }), {
    table: 'Credential',
    id,
    column: 'secret',
  })
  await db.credential.update({ where: { id }, data: { secret } })
  const url = `ssh://${ssh.host}${deployment.repository}`
  await db.codeRepository.update({ where: { id: repository.id }, data: { url, credentialId: id } })
  return id
}

it('a repository by ssh is followed, until its host shows another key', async () => {
  const deployment = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
  const { id, namespace, repository } = deployment
  await statusWhen(id, ({ sync }) => sync === 'Synced')
  const ssh = await startSshServer(path.dirname(repository))
  const setting = await db.platformSetting.findUniqueOrThrow({ where: { name: 'git.allowedPrivateHosts' } })
  await db.platformSetting.update({
    where: { name: 'git.allowedPrivateHosts' },
    data: { value: [...(setting.value as string[]), ssh.host] },
  })
  const credentialId = await moveTo(deployment, ssh)
  const commit = await deployment.push({ 'a.yaml': configMap('a', 'two') })
  await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === commit)
  expect(ssh.log()).toContain('Accepted publickey')

  const knownHosts = await otherHostKey(ssh, path.dirname(repository))
  await db.credential.update({ where: { id: credentialId }, data: { knownHosts } })
  const told = await statusWhen(id, ({ condition }) => reasonOf(condition) === 'git_host_key_changed')
  expect(told).toMatchObject({ syncedCommit: commit, objectCount: 1 })
  expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toMatchObject({ data: { value: 'two' } })
  await ssh.close()
})

/** A line that says that the host of this server has another key than it has. */
async function otherHostKey(ssh: SshServer, root: string): Promise<string> {
  const other = await startSshServer(root)
  await other.close()
  return other.knownHosts().replace(`:${other.port} `, `:${ssh.port} `)
}

describe('a repository that is not what it was', () => {
  it.each<[string, string, (deployment: TestDeployment) => () => void]>([
    [
      'F15: whose branch was deleted',
      'revision_not_found',
      (deployment) => {
        const commit = inRepository(deployment, 'rev-parse', 'main')
        inRepository(deployment, 'branch', 'other', 'main')
        inRepository(deployment, 'update-ref', '-d', 'refs/heads/main')
        return () => inRepository(deployment, 'update-ref', 'refs/heads/main', commit)
      },
    ],
    [
      'F15: that was emptied',
      'git_empty_repository',
      (deployment) => {
        const commit = inRepository(deployment, 'rev-parse', 'main')
        inRepository(deployment, 'update-ref', '-d', 'refs/heads/main')
        return () => inRepository(deployment, 'update-ref', 'refs/heads/main', commit)
      },
    ],
    [
      'F14: that is gone',
      'git_repository_not_found',
      ({ repository }) => {
        renameSync(repository, `${repository}.away`)
        return () => renameSync(`${repository}.away`, repository)
      },
    ],
  ])('%s is told, and costs nothing', async (_, reason, change) => {
    const files = { 'a.yaml': configMap('a', 'one'), 'b.yaml': configMap('b', 'one') }
    const spec = { source: { revision: 'main' }, syncPolicy: { automated: { prune: true, selfHeal: true } } }
    const deployment = await world.deploy({ files, spec })
    const { id, namespace } = deployment
    const before = await statusWhen(id, ({ sync, health }) => sync === 'Synced' && health === 'Healthy')
    const restore = change(deployment)
    const told = await statusWhen(id, ({ condition }) => reasonOf(condition) === reason)
    expect(told).toMatchObject({ syncedCommit: before.syncedCommit, objectCount: 2 })
    for (const name of ['a', 'b'])
      expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, name))).toMatchObject({ data: { value: 'one' } })
    expect(await db.inventoryItem.count({ where: { deploymentId: id } })).toBe(2)
    expect(await runsOf(id)).toHaveLength(1)
    restore()
    await statusWhen(id, ({ sync, condition }) => sync === 'Synced' && condition === null)
    expect(await runsOf(id)).toHaveLength(1)
  })

  it('F15: whose history was rewritten is followed', async () => {
    const deployment = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    const { id, namespace } = deployment
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    await deployment.push({ 'a.yaml': configMap('a', 'two') })
    const tree = inRepository(deployment, 'rev-parse', 'main^{tree}')
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org']
    const commit = inRepository(deployment, ...identity, 'commit-tree', '-m', 'Rewritten', tree)
    inRepository(deployment, 'update-ref', 'refs/heads/main', commit)
    inRepository(deployment, 'gc', '--quiet', '--prune=now')
    await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === commit)
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toMatchObject({ data: { value: 'two' } })
  })
})
