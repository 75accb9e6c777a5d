import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { requestSync } from '#lib/engine/door.ts'
import { projectLabels } from '#lib/engine/model/labels.ts'
import { DEFAULT_SYNC_OPTIONS } from '#lib/engine/model/spec.ts'
import { type World, configMap, createWorld, idOf, statusWhen } from '#lib/engine/testing/world.ts'
import { editYaml } from './edit-yaml.ts'
import { readDeploymentYaml } from './read-yaml.ts'

const actor = { id: null, name: 'tester' }
let world: World

beforeAll(async () => {
  world = await createWorld()
  world.startEngine()
})
afterAll(() => world.end())

/** Another project of the deployment's workspace, and the scope of its DevOps project. */
async function neighbour(id: string): Promise<{ scope: DevopsScope; project: string }> {
  const { devopsProject, ...row } = await db.continuousDeployment.findUniqueOrThrow({
    where: { id },
    include: { devopsProject: { include: { workspace: true } } },
  })
  const { workspace } = devopsProject
  const project = `${row.namespace}-next`
  const text = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: project, labels: projectLabels(workspace.name, project) },
  })
  await world.kube.create(idOf('v1', 'Namespace', '', project), text)
  await db.project.create({ data: { workspaceId: workspace.id, clusterId: row.clusterId, name: project } })
  const { id: workspaceId, name } = workspace
  return {
    project,
    scope: {
      kind: 'devops',
      ...{ workspaceId, workspace: name },
      ...{ devopsProjectId: devopsProject.id, devopsProject: devopsProject.name },
    },
  }
}

it('moves to another project; what was made at the old place stays until a person lets it go', async () => {
  const files = { 'a.yaml': configMap('a', 'one'), 'b.yaml': configMap('b', 'one') }
  const { id, namespace } = await world.deploy({ files })
  await statusWhen(id, ({ sync }) => sync === 'Synced')
  const { name } = await db.continuousDeployment.findUniqueOrThrow({ where: { id }, select: { name: true } })
  const { scope, project } = await neighbour(id)
  const { yaml, version } = await readDeploymentYaml(scope, name)
  const moved = yaml.replace(`namespace: ${namespace}\n`, `namespace: ${project}\n`)
  await withTransaction((tx) =>
    editYaml({ tx, requestId: 'test', actor }, scope, {
      ...{ workspace: scope.workspace, devopsProject: scope.devopsProject },
      ...{ name, yaml: moved, version },
    }),
  )
  const live = (place: string) =>
    Promise.all(['a', 'b'].map((object) => world.kube.get(idOf('v1', 'ConfigMap', place, object))))

  const moving = await statusWhen(
    id,
    ({ observedGeneration, outOfSyncCount }) => observedGeneration === 2 && outOfSyncCount === 2,
  )
  expect(moving).toMatchObject({ sync: 'OutOfSync', syncReason: 'prune_threshold' })
  expect(await live(project)).toEqual([expect.anything(), expect.anything()])
  expect(await live(namespace)).toEqual([expect.anything(), expect.anything()])

  const options = { ...DEFAULT_SYNC_OPTIONS, prune: true }
  await withTransaction((tx) => requestSync(tx, { deploymentId: id, actor, options }))
  await statusWhen(id, ({ sync }) => sync === 'Synced')
  expect(await live(namespace)).toEqual([null, null])
  expect(await live(project)).toEqual([expect.anything(), expect.anything()])
  await world.kube.delete(idOf('v1', 'Namespace', '', project), { propagation: 'background' })
})
