import { execFileSync } from 'node:child_process'
import { renameSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { db } from '#lib/db/client.ts'
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
