import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { setDevopsProjectPolicy } from '#lib/features/devops-projects/set-policy.ts'
import { createWorld, requestOf, workAs, type World } from '#lib/testing/world.ts'
import { editWorkspaceInfo } from './actions.ts'
import { getWorkspaceOverview } from './queries.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.destroy())

describe('the overview of a workspace', () => {
  const read = async (by: string) => {
    const answer = await getWorkspaceOverview.answer(requestOf(by), { workspace: 'acme' })
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.data
  }

  test('counts what the person may see', async () => {
    expect(await read('acme-viewer')).toMatchObject({
      ...{ members: 5, projects: 1, devopsProjects: 1, deployments: 0, attention: 0 },
      clusters: [{ cluster: { name: 'east' }, projects: 1 }],
    })
    expect(await read('acme-regular')).toMatchObject({ projects: 0, devopsProjects: 0, clusters: [{ projects: 0 }] })
  })

  test('tells of what happens in DevOps projects only to those who may see them', async () => {
    await workAs('root', (work) => setDevopsProjectPolicy(work, world.acme.devops, {}))
    const actions = async (by: string) => (await read(by)).activity.map(({ action }) => action)
    expect(await actions('acme-operator')).toContain('devops-project.set-policy')
    expect(await actions('acme-regular')).not.toContain('devops-project.set-policy')
    await expect(read('rival-admin')).rejects.toThrow('NOT_FOUND')
  })
})

test('alias and description of a workspace are for its admins, one winner per version', async () => {
  const edit = (by: string, alias = 'x') =>
    perform(editWorkspaceInfo, requestOf(by), { workspace: 'acme', alias, description: '', version: 1 })
  for (const by of ['acme-maker', 'acme-viewer']) expect(await edit(by)).toMatchObject({ error: { code: 'FORBIDDEN' } })
  const results = await Promise.all(Array.from({ length: 100 }, (_, at) => edit('acme-admin', `alias ${at}`)))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect(results.filter((result) => !result.ok && result.error.reason === 'version_changed')).toHaveLength(99)
})
