import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type World, configMap, createWorld, idOf, statusWhen } from './testing/world.ts'

const labelled = (world: World, namespace: string, workspace: string | null) =>
  world.kube.mergePatch(idOf('v1', 'Namespace', '', namespace), {
    metadata: { labels: { 'ieum.dev/workspace': workspace } },
  })

/** A project whose row was written before anybody could ask the cluster about a namespace of that name. */
describe('a registered project whose namespace somebody else made', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
    world.startEngine()
  })
  afterAll(() => world.end())

  it.each([
    ['nobody', null],
    ['another workspace', 'rival'],
  ])('is not written to while the namespace names %s', async (_, workspace) => {
    const { id, namespace } = await world.deploy({
      files: { 'a.yaml': configMap('a', 'taken') },
      prepare: (name) => labelled(world, name, workspace),
    })
    const status = await statusWhen(id, ({ condition }) => condition !== null)
    expect(status).toMatchObject({ sync: 'Unknown', condition: { stage: 'policy', reason: 'namespace_not_allowed' } })
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toBeNull()
    await labelled(world, namespace, namespace)
    await statusWhen(id, ({ sync }) => sync === 'Synced')
  })
})
