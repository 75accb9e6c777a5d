import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db, withTransaction } from '#lib/db/client.ts'
import { MOST_PREVIEWS, requestPreview } from './door.ts'
import type { PreviewResult } from './model/preview.ts'
import { deploymentSpecSchema } from './model/spec.ts'
import { type TestDeployment, type World, configMap, createWorld, idOf, statusWhen } from './testing/world.ts'

type Draft = { name?: string; existing?: boolean; spec?: Record<string, unknown> }
type Asking = { by?: string; replaces?: string; key?: string }

let people = 0
const newPerson = async (): Promise<string> => {
  const username = `person-${people++}`
  const person = await db.user.create({ data: { username, email: `${username}@example.com`, passwordHash: 'none' } })
  return person.id
}

/** Asks, as somebody of the deployment's DevOps project, what a draft beside it or of itself would do. */
async function ask(of: TestDeployment, { name = 'draft', existing = false, spec = {} }: Draft, asking: Asking = {}) {
  const row = await db.continuousDeployment.findUniqueOrThrow({ where: { id: of.id } })
  const { devopsProjectId, repositoryId, clusterId, namespace } = row
  const requestedById = asking.by ?? (await newPerson())
  const parsed = deploymentSpecSchema.parse({ source: {}, syncPolicy: {}, ...spec })
  const deploymentId = existing ? of.id : null
  const draft = { devopsProjectId, deploymentId, repositoryId, clusterId, namespace, name, spec: parsed }
  return withTransaction((tx) =>
    requestPreview(tx, { requestedById, replaces: asking.replaces, key: asking.key ?? '', draft }),
  )
}

const answered = (id: string) =>
  vi.waitFor(
    async () => {
      const row = await db.preview.findUniqueOrThrow({ where: { id } })
      if (row.state === 'Pending') throw new Error('not answered')
      return row
    },
    { timeout: 30_000, interval: 20 },
  )

const planOf = async (id: string) => (await answered(id)).result as unknown as PreviewResult

describe('a preview', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld({ environment: { IEUM_POLL_SECONDS: '600' } })
    world.startEngine()
  })
  afterAll(() => world.end())

  const deployed = async (files: Record<string, string>) => {
    const deployment = await world.deploy({ files })
    await statusWhen(deployment.id, ({ sync }) => sync === 'Synced')
    return deployment
  }

  it('says what a draft would make, what is somebody else’s and what the rules forbid, and writes nothing', async () => {
    const other = await deployed({ 'a.yaml': configMap('a', 'one') })
    await other.push({
      'a.yaml': configMap('a', 'one'),
      'draft/a.yaml': configMap('a', 'one'),
      'draft/b.yaml': configMap('b', 'one'),
      'draft/role.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: reader }\nrules: []\n',
      'draft/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: kube-system }\n',
    })
    const { id } = await ask(other, { spec: { source: { path: 'draft' } } })
    const plan = await planOf(id)
    const found = plan.objects.map(({ kind, name, action, mark }) => [
      kind,
      name,
      action,
      mark?.level,
      mark?.why.reason,
    ])
    expect(found.toSorted()).toEqual([
      ['ClusterRole', 'reader', 'skip', 'block', 'kind_not_allowed'],
      ['ConfigMap', 'a', 'skip', 'warn', 'owned_by_other'],
      ['ConfigMap', 'b', 'create', undefined, undefined],
      ['ConfigMap', 'c', 'skip', 'block', 'namespace_not_allowed'],
    ])
    expect(plan.notices.map(({ level }) => level)).toEqual(['block', 'block', 'warn'])
    expect(await world.kube.get(idOf('v1', 'ConfigMap', other.namespace, 'b'))).toBeNull()
  })

  it('says what a change of settings would do to what is there', async () => {
    const deployment = await deployed({ 'a.yaml': configMap('a', 'one'), 'next/b.yaml': configMap('b', 'one') })
    const { id } = await ask(deployment, {
      existing: true,
      spec: { source: { path: 'next' }, syncPolicy: { automated: { prune: true } } },
    })
    const plan = await planOf(id)
    expect(plan.objects.map(({ name, action }) => [name, action])).toEqual([
      ['b', 'create'],
      ['a', 'delete'],
    ])
  })

  it('says that an object is there already and would be managed', async () => {
    const deployment = await deployed({ 'a.yaml': configMap('a', 'one'), 'draft/b.yaml': configMap('b', 'one') })
    const own = idOf('v1', 'ConfigMap', deployment.namespace, 'b')
    await world.kube.create(own, JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } }))
    const { id } = await ask(deployment, { spec: { source: { path: 'draft' } } })
    expect((await planOf(id)).objects).toMatchObject([{ name: 'b', action: 'update', adopted: true }])
  })

  it('says why nothing can be planned', async () => {
    const deployment = await deployed({ 'a.yaml': configMap('a', 'one') })
    const { id } = await ask(deployment, { spec: { source: { revision: 'nowhere' } } })
    expect(await answered(id)).toMatchObject({ state: 'Failed', stage: 'source', reason: 'revision_not_found' })
  })

  it('takes the place of the one that it names, and of nobody else’s', async () => {
    const deployment = await deployed({ 'a.yaml': configMap('a', 'one') })
    const person = await newPerson()
    const [other, beside, first] = [
      await ask(deployment, {}),
      await ask(deployment, {}, { by: person }),
      await ask(deployment, {}, { by: person }),
    ]
    const next = await ask(deployment, {}, { by: person, replaces: first.id })
    await ask(deployment, {}, { by: person, replaces: other.id })
    const left = await db.preview.findMany({ where: { id: { in: [other.id, beside.id, first.id, next.id] } } })
    expect(left.map(({ id }) => id).toSorted()).toEqual([other.id, beside.id, next.id].toSorted())
    for (const { id } of [other, beside, next]) expect((await answered(id)).state).toBe('Succeeded')
  })

  it('of many windows of a person the newest have theirs', async () => {
    const deployment = await deployed({ 'a.yaml': configMap('a', 'one') })
    const person = await newPerson()
    const first = await ask(deployment, {}, { by: person })
    await Promise.all(Array.from({ length: MOST_PREVIEWS + 2 }, () => ask(deployment, {}, { by: person })))
    const left = await db.preview.findMany({ where: { requestedById: person } })
    expect(left).toHaveLength(MOST_PREVIEWS)
    expect(left.map(({ id }) => id)).not.toContain(first.id)
  })

  it('says how one object would be made, Secrets masked, and why one is not', async () => {
    const deployment = await deployed({ 'a.yaml': configMap('a', 'one') })
    const { namespace } = deployment
    await deployment.push({
      'a.yaml': configMap('a', 'one'),
      'draft/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { token: never-to-be-seen }\n',
      'draft/role.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: reader }\nrules: []\n',
    })
    const of = (kind: string, name: string, group = '', own = namespace) =>
      ask(deployment, { spec: { source: { path: 'draft' } } }, { key: `${group}/${kind}/${own}/${name}` })
    const secret = await answered((await of('Secret', 's')).id)
    const { object, isJudged } = secret.result as { object: string; isJudged: boolean }
    expect([secret.state, isJudged]).toEqual(['Succeeded', true])
    expect(JSON.parse(object)).toMatchObject({ kind: 'Secret', type: 'Opaque', metadata: { name: 's', namespace } })
    expect(object).not.toMatch(/never-to-be-seen|bmV2ZXItdG8tYmUtc2Vlbg|managedFields|creationTimestamp/)
    expect(await answered((await of('ConfigMap', 'a')).id)).toMatchObject({ state: 'Failed', reason: 'not_in_git' })
    const role = await of('ClusterRole', 'reader', 'rbac.authorization.k8s.io', '')
    expect(await answered(role.id)).toMatchObject({ state: 'Failed', reason: 'kind_not_allowed' })
    expect(await world.kube.get(idOf('v1', 'Secret', namespace, 's'))).toBeNull()
  })

  it('is taken up by another process when the one that computed it is gone, and forgotten in the end', async () => {
    const deployment = await deployed({ 'a.yaml': configMap('a', 'one') })
    await world.endEngines('SIGKILL')
    const { id } = await ask(deployment, {})
    const lost = { owner: 'gone', claimedUntil: new Date(Date.now() - 1000) }
    await db.preview.update({ where: { id }, data: lost })
    const old = await ask(deployment, {})
    await db.preview.update({ where: { id: old.id }, data: { requestedAt: new Date(Date.now() - 3_600_000) } })
    world.startEngine()
    expect((await answered(id)).state).toBe('Succeeded')
    await vi.waitFor(async () => expect(await db.preview.findUnique({ where: { id: old.id } })).toBeNull(), 20_000)
  })
})
