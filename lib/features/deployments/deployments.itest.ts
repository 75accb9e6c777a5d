import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ActionResult } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { setDevopsProjectPolicy } from '#lib/features/devops-projects/set-policy.ts'
import { addRepository, createWorld, requestOf, workAs, type World } from '#lib/testing/world.ts'
import { perform } from '#lib/actions/define-action.ts'
import {
  createDeployment,
  deleteDeployment,
  editDeploymentInfo,
  editDeploymentYaml,
  pauseDeployment,
  refreshDeployment,
  releaseDeployment,
  resumeDeployment,
  rollbackDeployment,
  syncDeployment,
  terminateSync,
} from './actions.ts'
import { createDeploymentIn } from './create-deployment.ts'
import { getDeployment, getDeploymentYaml, getRun, listDeployments, listRuns } from './queries.ts'
import { createDeploymentSchema } from './schema.ts'

let world: World
const names = { workspace: 'acme', devopsProject: 'devops' }
const operator = () => requestOf('acme-operator')
const form = (name: string, more: object = {}) => ({
  ...{ ...names, name, alias: '', description: '', repository: 'web', cluster: 'east', namespace: 'acme-shop' },
  spec: { source: { revision: 'main', path: 'deploy' }, syncPolicy: { automated: { prune: true, selfHeal: true } } },
  ...more,
})
/** Without asking Git: what the action does after it looked at the repository. */
const create = (name: string, more: object = {}) =>
  workAs('acme-operator', (work) =>
    createDeploymentIn(work, world.acme.devops, createDeploymentSchema.parse(form(name, more))),
  )
const data = <T>(result: ActionResult<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data
}

beforeAll(async () => {
  world = await createWorld()
  await addRepository(world.acme.devops, 'web', 'https://git.example.com/web.git')
  await addRepository(world.acme.devops, 'other', 'https://git.example.com/other.git')
  await addRepository(world.rival.devops, 'secret', 'https://git.example.com/secret.git')
})
afterAll(() => world.destroy())
beforeEach(async () => {
  await db.continuousDeployment.deleteMany()
  await db.auditEvent.deleteMany()
})

describe('creating', () => {
  test('makes the row, tells the engine and writes who did it', async () => {
    await create('web')
    const row = await db.continuousDeployment.findFirstOrThrow({ include: { status: true, lease: true } })
    expect(row).toMatchObject({ name: 'web', createdBy: 'acme-operator', generation: 1, version: 1 })
    expect(row).toMatchObject({ status: { health: 'Progressing', sync: 'Unknown' }, lease: { wakeReason: 'created' } })
    expect(await db.auditEvent.findFirstOrThrow({ where: { action: 'deployment.create' } })).toMatchObject({
      actorName: 'acme-operator',
      targetName: 'web',
    })
  })

  test('a name that exists is refused at its field, also for two at the same moment', async () => {
    const outcomes = await Promise.allSettled([create('web'), create('web'), create('web')])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
    const taken = { code: 'CONFLICT', reason: 'name_taken', fields: { name: { code: 'name_taken' } } }
    expect(refusals).toMatchObject([taken, taken])
    expect(await db.continuousDeployment.count()).toBe(1)
  })

  test.each([
    ['a repository of another tenant', { repository: 'secret' }, { fields: { repository: { code: 'not_found' } } }],
    ['a cluster that is not there', { cluster: 'west' }, { fields: { cluster: { code: 'not_found' } } }],
    ['a project that is not there', { namespace: 'nowhere' }, { reason: 'project_missing' }],
    ["another tenant's project", { namespace: 'rival-shop' }, { reason: 'project_not_allowed' }],
  ])('is refused: %s', async (_, more, error) => {
    await expect(create('web', more)).rejects.toMatchObject(error)
    expect(await db.continuousDeployment.count()).toBe(0)
  })

  describe('with the project made automatically', () => {
    const automatic = (namespace: string) => ({
      namespace,
      spec: { source: {}, syncPolicy: { createNamespace: true } },
    })

    test('a free name becomes a project of the workspace in which the creator may work', async () => {
      await create('web', automatic('fresh'))
      const project = await db.project.findFirstOrThrow({ where: { name: 'fresh' }, include: { members: true } })
      expect(project.workspaceId).toBe(world.acme.workspace.workspaceId)
      expect(project.members).toMatchObject([{ role: 'operator' }])
    })

    test.each(['kube-system', 'default', 'ieum-system'])('%s is refused', async (namespace) => {
      await expect(create('web', automatic(namespace))).rejects.toMatchObject({ reason: 'namespace_not_allowed' })
    })

    test("another tenant's project is refused", async () => {
      await expect(create('web', automatic('rival-shop'))).rejects.toMatchObject({ reason: 'project_not_allowed' })
    })

    test('two who want the same free name both get it, as one project', async () => {
      const outcomes = await Promise.allSettled([create('a', automatic('wanted')), create('b', automatic('wanted'))])
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
      expect(await db.project.count({ where: { name: 'wanted' } })).toBe(1)
    })
  })

  describe("under the DevOps project's policy", () => {
    const setPolicy = (policy: Parameters<typeof setDevopsProjectPolicy>[2]) =>
      workAs('root', (work) => setDevopsProjectPolicy(work, world.acme.devops, policy))

    test.each([
      ['cluster', { destinations: [{ cluster: 'west', namespaces: '*' as const }] }, 'cluster_not_allowed'],
      ['project', { destinations: [{ cluster: 'east', namespaces: ['other'] }] }, 'project_not_allowed'],
      ['repository', { repositories: [] }, 'repository_not_allowed'],
    ])('a %s that it does not allow is refused with the reason', async (_, policy, reason) => {
      await setPolicy(policy)
      await expect(create('web')).rejects.toMatchObject({ code: 'PRECONDITION', reason })
      await setPolicy({})
    })

    test('one that cannot be read allows nothing', async () => {
      const where = { id: world.acme.devops.devopsProjectId }
      await db.devopsProject.update({ where, data: { policy: { repositories: 'all' } } })
      await expect(create('web')).rejects.toMatchObject({ code: 'PRECONDITION' })
      await setPolicy({})
    })
  })

  test('a repository that does not answer now does not lose what was asked for', async () => {
    expect(await perform(createDeployment, operator(), form('web'))).toEqual({ ok: true, data: { name: 'web' } })
  }, 30_000)

  test.each([
    ['a name in capitals', { name: 'Web' }, 'name', 'name_format'],
    [
      'a revision that is an option',
      { spec: { source: { revision: '--upload-pack=x' }, syncPolicy: {} } },
      'spec.source.revision',
      'revision_format',
    ],
    [
      'a path that leaves the repository',
      { spec: { source: { path: '../x' }, syncPolicy: {} } },
      'spec.source.path',
      'path_format',
    ],
    [
      'an option that is not known',
      { spec: { source: {}, syncPolicy: { wipe: true } } },
      'spec.syncPolicy.wipe',
      'unknown_field',
    ],
    [
      'a jq expression that is none',
      { spec: { source: {}, syncPolicy: {}, ignoreDifferences: [{ kind: '*', jqPathExpressions: ['.spec', '.['] }] } },
      'spec.ignoreDifferences.0.jqPathExpressions.1',
      'jq_expression',
    ],
  ])('input is refused at its field: %s', async (_, more, field, code) => {
    const result = await perform(createDeployment, operator(), form('web', more) as never)
    expect(result).toMatchObject({ error: { code: 'VALIDATION', fields: { [field]: { code } } } })
  })
})

describe('two people who edit the same deployment', () => {
  test('one wins, the other is told and loses nothing', async () => {
    await create('web')
    const edit = (alias: string) => ({ ...names, name: 'web', alias, description: '', version: 1 })
    const results = await Promise.all([
      perform(editDeploymentInfo, operator(), edit('first')),
      perform(editDeploymentInfo, requestOf('acme-maker'), edit('second')),
    ])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'CONFLICT', reason: 'version_changed' } })
    expect(await db.continuousDeployment.findFirstOrThrow()).toMatchObject({ version: 2, generation: 1 })
  })
})

describe('the YAML', () => {
  const read = async () => data(await getDeploymentYaml.answer(operator(), { ...names, name: 'web' }))
  const edit = (yaml: string, version = 1) =>
    perform(editDeploymentYaml, operator(), { ...names, name: 'web', yaml, version })

  beforeEach(() => create('web'))

  test('is an Argo CD Application and saving it unchanged changes nothing', async () => {
    const { yaml, version } = await read()
    expect(yaml).toContain('apiVersion: argoproj.io/v1alpha1\nkind: Application')
    expect(await edit(yaml, version)).toEqual({ ok: true, data: { version: 1 } })
    expect(await db.continuousDeployment.findFirstOrThrow()).toMatchObject({ generation: 1, version: 1 })
  })

  test('an edit becomes the specification and a reason to look again', async () => {
    const { yaml } = await read()
    const result = await edit(
      yaml.replace('path: deploy', 'path: config/default').replace('selfHeal: true', 'selfHeal: false'),
    )
    expect(result).toEqual({ ok: true, data: { version: 2 } })
    const row = await db.continuousDeployment.findFirstOrThrow({ include: { lease: true } })
    expect(row).toMatchObject({
      generation: 2,
      spec: { source: { path: 'config/default' }, syncPolicy: { automated: { prune: true, selfHeal: false } } },
    })
    expect(row.lease?.wakeSeq).toBe(2n)
    expect(await db.auditEvent.count({ where: { action: 'deployment.edit-yaml' } })).toBe(1)
  })

  test('a second editor gets a conflict instead of overwriting', async () => {
    const { yaml } = await read()
    await edit(yaml.replace('path: deploy', 'path: a'))
    expect(await edit(yaml.replace('path: deploy', 'path: b'))).toMatchObject({
      error: { code: 'CONFLICT', reason: 'version_changed' },
    })
  })

  test('another imported repository may be named by its URL, an unknown one not', async () => {
    const { yaml } = await read()
    const other = yaml.replace('/web.git', '/other.git')
    expect(await edit(yaml.replace('/web.git', '/secret.git'))).toMatchObject({
      error: { fields: { yaml: { code: 'not_found', params: { line: 8, path: 'spec.source.repoURL' } } } },
    })
    expect(await edit(other)).toMatchObject({ ok: true })
    expect(data(await getDeployment.answer(operator(), { ...names, name: 'web' })).repository).toBe('other')
  })

  test.each([
    ['name: web\n', 'name: other\n', { code: 'VALIDATION', fields: { yaml: { code: 'mismatch' } } }],
    ['project: devops', 'project: default', { code: 'VALIDATION', fields: { yaml: { code: 'mismatch' } } }],
    ['namespace: acme-shop', 'namespace: rival-shop', { code: 'PRECONDITION', reason: 'project_not_allowed' }],
    ['namespace: acme-shop', 'namespace: nowhere', { code: 'PRECONDITION', reason: 'project_missing' }],
    [
      'name: east',
      'name: west',
      { code: 'NOT_FOUND', fields: { yaml: { params: { path: 'spec.destination.name' } } } },
    ],
    [
      'path: deploy',
      'paht: deploy',
      { fields: { yaml: { code: 'unknown_field', params: { path: 'spec.source.paht' } } } },
    ],
    ['prune: true', 'prune: maybe', { fields: { yaml: { code: 'invalid' } } }],
    ['kind: Application', 'kind: [Application', { fields: { yaml: { code: 'yaml' } } }],
  ])('%j turned into %j is refused with a line', async (from, to, error) => {
    const { yaml } = await read()
    const changed = yaml.replace(from, to)
    expect(changed).not.toBe(yaml)
    const result = await edit(changed)
    expect(result).toMatchObject({ ok: false, error })
    expect(result).toMatchObject({ error: { fields: { yaml: { params: { line: expect.any(Number) as number } } } } })
    expect(await db.continuousDeployment.findFirstOrThrow()).toMatchObject({ version: 1 })
  })

  test("expressions that jq does not understand are refused, each at its line with jq's words", async () => {
    const { yaml } = await read()
    const rules = [
      '  ignoreDifferences:',
      '    - kind: Deployment',
      '      group: apps',
      '      jqPathExpressions:',
      '        - .spec.replicas',
      '        - .spec.template[',
      '    - kind: Service',
      '      jqPathExpressions: [nosuchthing]',
      '',
    ]
    const result = await edit(yaml + rules.join('\n'))
    const line = (index: number) => yaml.split('\n').length + index
    const issue = (index: number, path: string, words: string) => ({
      code: 'jq_expression',
      params: { line: line(index), path: `spec.ignoreDifferences.${path}`, words },
    })
    expect(result).toMatchObject({
      error: {
        code: 'VALIDATION',
        fields: {
          yaml: issue(5, '0.jqPathExpressions.1', 'syntax error, unexpected INVALID_CHARACTER'),
          'yaml.2': issue(7, '1.jqPathExpressions.0', 'nosuchthing/0 is not defined'),
        },
      },
    })
    expect(await db.continuousDeployment.findFirstOrThrow()).toMatchObject({ version: 1 })
    const mended = yaml + rules.join('\n').replace('template[', 'template').replace('nosuchthing', '.spec')
    expect(await edit(mended)).toMatchObject({ ok: true })
  })

  test('another project of the workspace becomes the destination', async () => {
    const { yaml } = await read()
    const { clusterId } = await db.continuousDeployment.findFirstOrThrow()
    const { workspaceId } = world.acme.workspace
    await db.project.create({ data: { workspaceId, clusterId, name: 'acme-stage' } })
    expect(await edit(yaml.replace('namespace: acme-shop', 'namespace: acme-stage'))).toMatchObject({ ok: true })
    expect(await db.continuousDeployment.findFirstOrThrow({ include: { lease: true } })).toMatchObject({
      namespace: 'acme-stage',
      generation: 2,
      lease: { wakeSeq: 2n },
    })
  })

  test('a project that does not exist is made where the text says so, unless the policy says otherwise', async () => {
    const { yaml } = await read()
    const moved = yaml
      .replace('namespace: acme-shop', 'namespace: acme-new')
      .replace('  syncPolicy:\n', '  syncPolicy:\n    syncOptions: [CreateNamespace=true]\n')
    const setPolicy = (policy: Parameters<typeof setDevopsProjectPolicy>[2]) =>
      workAs('root', (work) => setDevopsProjectPolicy(work, world.acme.devops, policy))
    await setPolicy({ destinations: [{ cluster: 'east', namespaces: ['acme-shop'] }] })
    expect(await edit(moved)).toMatchObject({
      error: { reason: 'project_not_allowed', fields: { yaml: { params: { path: 'spec.destination.namespace' } } } },
    })
    await setPolicy({})
    expect(await edit(moved)).toMatchObject({ ok: true })
    expect(await db.project.count({ where: { name: 'acme-new' } })).toBe(1)
  })

  test('one of more than 256 kB is refused', async () => {
    expect(await edit('#'.repeat(262_145))).toMatchObject({ error: { fields: { yaml: { code: 'too_long' } } } })
  })
})

describe('asking for a sync', () => {
  const sync = () => perform(syncDeployment, operator(), { ...names, name: 'web', options: {} })
  beforeEach(() => create('web'))

  test('is recorded with a number and who asked, and one at a time', async () => {
    expect(await sync()).toEqual({ ok: true, data: { number: 1 } })
    expect(await sync()).toMatchObject({ error: { code: 'PRECONDITION', reason: 'sync_already_requested' } })
    const run = data(await getRun.answer(operator(), { ...names, name: 'web', number: 1 }))
    expect(run).toMatchObject({ trigger: 'manual', phase: 'Pending', actorName: 'acme-operator', dryRun: false })
    const rows = data(await listDeployments.answer(operator(), names))
    expect(rows.items[0]?.activeRun).toEqual({ number: 1, phase: 'Pending' })
  })

  test('one that failed is said in the list, until the cluster equals Git all the same', async () => {
    await sync()
    const { id } = await db.continuousDeployment.findFirstOrThrow()
    await db.syncRun.updateMany({ data: { phase: 'Failed', reason: 'objects_failed', params: { count: 1 } } })
    const failure = async () => data(await listDeployments.answer(operator(), names)).items[0]?.lastFailure
    expect(await failure()).toEqual({ reason: 'objects_failed', params: { count: 1 }, detail: '' })
    await db.deploymentStatus.update({ where: { deploymentId: id }, data: { sync: 'Synced' } })
    expect(await failure()).toBeNull()
  })

  test('a dry run keeps nobody waiting and is not the last sync', async () => {
    const preview = { ...names, name: 'web', options: { dryRun: true } }
    expect(await perform(syncDeployment, operator(), preview)).toEqual({ ok: true, data: { number: 1 } })
    const shown = async () => data(await getDeployment.answer(operator(), { ...names, name: 'web' }))
    expect(await shown()).toMatchObject({ activeRun: null, lastRun: null })
    expect(await perform(syncDeployment, operator(), preview)).toEqual({ ok: true, data: { number: 2 } })
    expect(await sync()).toEqual({ ok: true, data: { number: 3 } })
    expect(await shown()).toMatchObject({ activeRun: { number: 3 }, lastRun: { number: 3, dryRun: false } })
    const run = data(await getRun.answer(operator(), { ...names, name: 'web', number: 2 }))
    expect(run).toMatchObject({ phase: 'Terminated', dryRun: true, why: { reason: 'superseded' } })
    expect(await perform(syncDeployment, operator(), preview)).toMatchObject({
      error: { reason: 'sync_already_requested' },
    })
  })

  test('one that runs can be ended, by somebody who may', async () => {
    const end = (who: string) => perform(terminateSync, requestOf(who), { ...names, name: 'web' })
    expect(await end('acme-operator')).toMatchObject({ error: { reason: 'no_sync_running' } })
    await sync()
    expect(await end('acme-viewer')).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await end('acme-operator')).toEqual({ ok: true, data: { number: 1 } })
    const { lastRun } = data(await getDeployment.answer(operator(), { ...names, name: 'web' }))
    expect(lastRun).toMatchObject({ phase: 'Pending', terminating: true })
    expect(await db.auditEvent.count({ where: { action: 'deployment.terminate-sync' } })).toBe(1)
  })

  test('runs are listed newest first', async () => {
    const { id } = await db.continuousDeployment.findFirstOrThrow()
    for (const number of [1, 2, 3])
      await db.syncRun.create({ data: { deploymentId: id, number, trigger: 'automatic', phase: 'Succeeded' } })
    const page = data(await listRuns.answer(operator(), { ...names, name: 'web', pageSize: '2' }))
    expect(page.items.map(({ number }) => number)).toEqual([3, 2])
    expect(page.total).toBe(3)
    expect(await listRuns.answer(operator(), { ...names, name: 'none' })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    })
  })

  test('a look at Git and cluster may be asked for by a viewer, a sync may not', async () => {
    const viewer = requestOf('acme-viewer')
    expect(await perform(refreshDeployment, viewer, { ...names, name: 'web' })).toMatchObject({ ok: true })
    expect(await perform(syncDeployment, viewer, { ...names, name: 'web', options: {} })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    })
  })
})

describe('holding automatic synchronisation back', () => {
  const ref = { ...names, name: 'web' }
  const shown = async () => data(await listDeployments.answer(operator(), names)).items[0]
  const audited = async () => (await db.auditEvent.findMany({ orderBy: { at: 'asc' } })).map(({ action }) => action)
  beforeEach(() => create('web'))

  test('a pause is shown with its reason, and ends when somebody resumes it', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString()
    expect(await perform(pauseDeployment, operator(), { ...ref, reason: ' 점검 ', until })).toMatchObject({ ok: true })
    expect((await shown())?.pause).toMatchObject({ reason: '점검', by: 'acme-operator', until })
    expect(await perform(resumeDeployment, operator(), ref)).toMatchObject({ ok: true })
    expect(await perform(resumeDeployment, operator(), ref)).toMatchObject({ ok: true })
    expect((await shown())?.pause).toBeNull()
    expect(await audited()).toEqual(['deployment.create', 'deployment.pause', 'deployment.resume'])
  })

  test('a pause that is over is not shown', async () => {
    const at = new Date(Date.now() - 1000).toISOString()
    await db.continuousDeployment.updateMany({ data: { pause: { reason: 'x', by: 'y', at, until: at } } })
    expect((await shown())?.pause).toBeNull()
  })

  test.each([
    ['no reason', { reason: ' ' }, 'reason', 'required'],
    ['a time that is over', { reason: 'x', until: '2020-01-01T00:00:00Z' }, 'until', 'time_range'],
    ['a time too far away', { reason: 'x', until: '2999-01-01T00:00:00Z' }, 'until', 'time_range'],
    ['no time', { reason: 'x', until: 'tomorrow' }, 'until', 'invalid'],
  ])('a pause with %s is refused', async (_, input, field, code) => {
    expect(await perform(pauseDeployment, operator(), { ...ref, ...input })).toMatchObject({
      error: { fields: { [field]: { code } } },
    })
  })

  test('a roll-back pins to the commit of a successful run until it is released', async () => {
    const { id } = await db.continuousDeployment.findFirstOrThrow()
    const run = { deploymentId: id, trigger: 'automatic' } as const
    await db.syncRun.create({ data: { ...run, number: 1, phase: 'Succeeded', commit: 'c1' } })
    await db.syncRun.create({ data: { ...run, number: 2, phase: 'Failed', commit: 'c2' } })
    const back = (number: number) => perform(rollbackDeployment, operator(), { ...ref, number, applyOnly: true })
    expect(await back(2)).toMatchObject({ error: { reason: 'rollback_not_possible' } })
    expect(await back(9)).toMatchObject({ error: { code: 'NOT_FOUND' } })
    expect(await back(1)).toEqual({ ok: true, data: { number: 3 } })
    expect((await shown())?.pin).toMatchObject({ commit: 'c1', number: 1, by: 'acme-operator' })
    expect(await db.syncRun.findFirstOrThrow({ where: { number: 3 } })).toMatchObject({
      trigger: 'rollback',
      options: { applyOnly: true, revision: 'c1' },
    })
    expect(await perform(releaseDeployment, operator(), ref)).toMatchObject({ ok: true })
    expect((await shown())?.pin).toBeNull()
    expect(await audited()).toEqual(['deployment.create', 'deployment.rollback', 'deployment.release'])
  })

  test.each([
    ['pause', () => perform(pauseDeployment, requestOf('acme-viewer'), { ...ref, reason: 'x' })],
    ['resume', () => perform(resumeDeployment, requestOf('acme-viewer'), ref)],
    ['roll back', () => perform(rollbackDeployment, requestOf('acme-viewer'), { ...ref, number: 1 })],
    ['release', () => perform(releaseDeployment, requestOf('acme-viewer'), ref)],
  ])('a viewer may not %s', async (_, act) => {
    expect(await act()).toMatchObject({ error: { code: 'FORBIDDEN' } })
  })
})

describe('deleting', () => {
  const remove = (confirmation: string, cascade = true) =>
    perform(deleteDeployment, operator(), { ...names, name: 'web', confirmation, cascade, includeKeys: [] })
  beforeEach(() => create('web'))

  test('needs the name typed exactly', async () => {
    expect(await remove('Web')).toMatchObject({ error: { fields: { confirmation: { code: 'mismatch' } } } })
    expect(await db.continuousDeployment.findFirstOrThrow()).toMatchObject({ deletionAt: null })
  })

  test('is asked of the engine; meanwhile the deployment is shown as going and cannot be edited or synced', async () => {
    expect(await remove('web')).toEqual({ ok: true, data: null })
    expect(await db.continuousDeployment.findFirstOrThrow({ include: { lease: true } })).toMatchObject({
      deletion: { cascade: true, requestedBy: 'acme-operator' },
      lease: { wakeReason: 'delete' },
    })
    expect(data(await listDeployments.answer(operator(), names)).items[0]?.deleting).toBe(true)
    const edited = { ...names, name: 'web', alias: 'x', description: '', version: 2 }
    expect(await perform(editDeploymentInfo, operator(), edited)).toMatchObject({
      error: { reason: 'deployment_deleting' },
    })
  })

  test('may be asked for again to give up on the objects', async () => {
    await remove('web')
    expect(await remove('web', false)).toMatchObject({ ok: true })
    expect(await db.continuousDeployment.findFirstOrThrow()).toMatchObject({ deletion: { cascade: false } })
  })
})
