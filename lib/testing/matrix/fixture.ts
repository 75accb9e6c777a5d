/** What the matrix is performed on: two tenants, a repository that answers, a deployment with a run, and its objects on the sandbox cluster. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'
import type { Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { toJson } from '#lib/core/json.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { resourceKey, type KubeObject, type ResourceId } from '#lib/engine/model/resource.ts'
import { devopsPolicySchema } from '#lib/engine/model/policy.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { registerClusterFromKubeconfig } from '#lib/features/clusters/register.ts'
import { createDeploymentIn } from '#lib/features/deployments/create-deployment.ts'
import { readDeploymentYaml } from '#lib/features/deployments/read-yaml.ts'
import { createDeploymentSchema } from '#lib/features/deployments/schema.ts'
import { createDevopsProject } from '#lib/features/devops-projects/create-devops-project.ts'
import { setDevopsProjectMember, setProjectMember, setWorkspaceMember } from '#lib/features/members/set-member.ts'
import { createProject } from '#lib/features/projects/create-project.ts'
import { writeSetting } from '#lib/features/system/settings.ts'
import { createUser } from '#lib/features/users/create-user.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { addRepository, createWorld, PASSWORD, workAs, type Tenant, type World } from '#lib/testing/world.ts'
import { createRepository } from '#scripts/git-server/history.ts'
import { startGitServer, type GitServer } from '#scripts/git-server/server.ts'
import { COLUMNS, PRINCIPALS, signIn, type Principal } from './principals.ts'

/** Names that only this tenant has; whoever asks for them elsewhere asks for nothing. The namespace is this test file's: the cluster is shared. */
export const NAMES = {
  workspace: 'acme',
  devopsProject: 'acme-delivery',
  cluster: 'east',
  provider: 'matrix',
  project: `matrix-${randomBytes(3).toString('hex')}`,
}
/** Repository, deployment and objects. A name of the same length that nothing has. */
export const TARGET = 'storefront'
export const UNKNOWN = 'storefrunt'
/** The repository on its server: an address is nobody's. */
const UPSTREAM = 'manifests'

/** Member of both tenants' workspaces, projects and DevOps projects. */
export const GUEST = 'guest'

const unnamed = { alias: '', description: '' }
const DEPLOYMENT: ResourceId = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  namespace: NAMES.project,
  name: TARGET,
}
const SECRET: ResourceId = { group: '', version: 'v1', kind: 'Secret', namespace: NAMES.project, name: TARGET }
const SERVICE: ResourceId = { group: '', version: 'v1', kind: 'Service', namespace: NAMES.project, name: TARGET }

export type Fixture = {
  world: World
  kube: KubeApi
  devops: DevopsScope
  repositoryUrl: string
  yaml: string
  /** A pod of the deployment. */
  pod: string
  kubeconfig: string
  /** The DevOps project's policy as it is. */
  policy: Record<string, unknown>
  objects: { deployment: ResourceId; secret: ResourceId; service: ResourceId }
  uids: { deployment: string; secret: string; service: string }
  /** Ids of rows that belong to a person; those of the platform administrator for people who have none. */
  previewOf: (who: Principal) => string
  filterOf: (who: Principal) => string
  cookies: Map<Principal, string>
  destroy(): Promise<void>
}

async function addPeople(): Promise<void> {
  await workAs('root', async (work) => {
    const person = (
      username: string,
      platformRole: 'platform_admin' | 'users_manager' | 'workspaces_manager' | 'platform_regular',
    ) => createUser(work, { username, email: `${username}@example.com`, password: PASSWORD, platformRole })
    await person(PRINCIPALS.disabled, 'platform_admin')
    await person(PRINCIPALS.fresh, 'platform_admin')
    await person(PRINCIPALS.users, 'users_manager')
    await person(PRINCIPALS.spaces, 'workspaces_manager')
    await person(PRINCIPALS.maker, 'platform_regular')
    await person(PRINCIPALS.owner, 'platform_regular')
    await person(GUEST, 'platform_regular')
  })
}

async function addGuest(work: Work, { workspace, project, devops }: Tenant): Promise<void> {
  await setWorkspaceMember(work, workspace, { username: GUEST, role: 'regular' })
  await setProjectMember(work, project, { username: GUEST, role: 'viewer' })
  await setDevopsProjectMember(work, devops, { username: GUEST, role: 'viewer' })
}

/** A role of the DevOps project's own, which the guest holds. */
async function addRole({ devopsProjectId }: DevopsScope): Promise<void> {
  const { id } = await db.devopsRole.create({ data: { devopsProjectId, name: TARGET, permissions: ['devops.view'] } })
  const where = { devopsProjectId, user: { username: GUEST } }
  await db.devopsProjectMember.updateMany({ where, data: { role: null, customRoleId: id } })
}

async function addPlaces({ acme, rival }: World): Promise<DevopsScope> {
  return workAs('root', async (work) => {
    await setWorkspaceMember(work, acme.workspace, { username: PRINCIPALS.maker, role: 'self_provisioner' })
    await setWorkspaceMember(work, acme.workspace, { username: PRINCIPALS.owner, role: 'regular' })
    const project = await createProject(work, acme.workspace, {
      name: NAMES.project,
      cluster: NAMES.cluster,
      ...unnamed,
    })
    const devops = await createDevopsProject(work, acme.workspace, { name: NAMES.devopsProject, ...unnamed })
    for (const [username, role] of [
      [PRINCIPALS.operator, 'operator'],
      [PRINCIPALS.owner, 'admin'],
    ] as const) {
      await setProjectMember(work, project, { username, role })
      await setDevopsProjectMember(work, devops, { username, role })
    }
    await addGuest(work, { ...acme, project, devops })
    await addGuest(work, rival)
    return devops
  })
}

const FILES = { 'kustomization.yaml': 'resources: []\n' }

async function serveRepository(root: string): Promise<GitServer> {
  process.env['IEUM_DATA_DIR'] = path.join(root, 'data')
  await createRepository(path.join(root, `${UPSTREAM}.git`), [
    { branch: 'main', message: 'first', tag: 'v1', files: FILES },
  ])
  const server = await startGitServer({ root })
  await withTransaction((tx) => writeSetting(tx, 'git.allowedPrivateHosts', [`127.0.0.1:${server.port}`]))
  return server
}

/** Nobody signs in with it. */
async function addCredential({ devopsProjectId }: DevopsScope): Promise<void> {
  const login = { type: 'username_password', boundTo: 'https://git.example.com', username: 'matrix' } as const
  await db.credential.create({ data: { devopsProjectId, name: TARGET, ...login, secret: '' } })
}

async function addDeployment(devops: DevopsScope): Promise<string> {
  const { workspace, devopsProject, cluster, project: namespace } = NAMES
  const spec = { source: {}, syncPolicy: {}, ignoreDifferences: [] }
  const form = { workspace, devopsProject, name: TARGET, repository: TARGET, cluster, namespace, ...unnamed, spec }
  await workAs('root', (work) => createDeploymentIn(work, devops, createDeploymentSchema.parse(form)))
  const { id } = await db.continuousDeployment.findFirstOrThrow({ where: { name: TARGET }, select: { id: true } })
  return id
}

const operation = { key: resourceKey(DEPLOYMENT), ...DEPLOYMENT, action: 'update', differences: [], recreate: false }
const PLAN = { steps: [{ groups: [[operation]] }], onFailure: [], refused: [], skipped: [] }

/** A run that succeeded, one that failed, and objects in the inventory. */
async function addRun(deploymentId: string, clusterId: string): Promise<void> {
  const times = { startedAt: new Date(), finishedAt: new Date() }
  const commit = 'c'.repeat(40)
  const data = { deploymentId, trigger: 'manual', commit, plan: toJson(PLAN), ...times } as const
  await db.syncRun.create({ data: { ...data, number: 1, phase: 'Succeeded' } })
  await db.syncRun.create({ data: { ...data, number: 2, phase: 'Failed' } })
  for (const id of [DEPLOYMENT, SECRET, SERVICE])
    await db.inventoryItem.create({ data: { deploymentId, clusterId, key: resourceKey(id), ...id, applied: true } })
}

const BODIES: [ResourceId, object][] = [
  [
    DEPLOYMENT,
    {
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'matrix' } },
        template: {
          metadata: { labels: { app: 'matrix' } },
          spec: { containers: [{ name: 'app', image: 'registry.example.com/web:1' }] },
        },
      },
    },
  ],
  [SECRET, { stringData: { password: 'matrix-secret' } }],
  [SERVICE, { spec: { selector: { matrix: 'none' }, ports: [{ name: 'http', port: 80 }] } }],
]

async function applyObjects(kube: KubeApi, deploymentId: string): Promise<KubeObject[]> {
  return Promise.all(
    BODIES.map(([id, fields]) => {
      const mark = `${deploymentId}:${id.group}/${id.kind}:${id.namespace}/${id.name}`
      const metadata = { name: id.name, namespace: id.namespace, annotations: { 'ieum.dev/tracking': mark } }
      const apiVersion = id.group === '' ? id.version : `${id.group}/${id.version}`
      return kube.apply(id, JSON.stringify({ apiVersion, kind: id.kind, metadata, ...fields }))
    }),
  )
}

/** One preview and one saved filter of each person. */
async function addOwnRows(devops: DevopsScope, deploymentId: string) {
  const { devopsProjectId } = devops
  const { repositoryId, clusterId } = await db.continuousDeployment.findUniqueOrThrow({ where: { id: deploymentId } })
  const rows = new Map<string, { preview: string; filter: string }>()
  for (const { id: userId, username } of await db.user.findMany()) {
    const draft = { devopsProjectId, repositoryId, clusterId, name: TARGET, namespace: NAMES.project, spec: {} }
    const preview = await db.preview.create({ data: { ...draft, requestedById: userId } })
    const filter = await db.savedFilter.create({ data: { userId, devopsProjectId, name: 'mine', filter: {} } })
    rows.set(username, { preview: preview.id, filter: filter.id })
  }
  return (who: Principal) => rows.get(PRINCIPALS[who] ?? 'root') ?? { preview: '', filter: '' }
}

async function policyOf({ devopsProjectId }: DevopsScope): Promise<Record<string, unknown>> {
  const { policy } = await db.devopsProject.findUniqueOrThrow({ where: { id: devopsProjectId } })
  return devopsPolicySchema.parse(policy)
}

async function firstPod(kube: KubeApi): Promise<string> {
  const kind = (await kube.discover()).find('', 'v1', 'Pod')
  if (!kind) throw new Error('a cluster without pods')
  return vi.waitFor(
    async () => {
      const [pod] = await kube.list(kind, { namespace: NAMES.project })
      if (!pod) throw new Error('the deployment makes no pod')
      return pod.metadata.name
    },
    { timeout: 20_000, interval: 50 },
  )
}

/** A place where people could sign in; nobody does. */
async function addProvider(): Promise<void> {
  const issuer = 'https://login.example.com'
  const settings = { displayName: 'Matrix', clientId: 'ieum', scopes: ['openid'], groupsClaim: 'groups' }
  await db.identityProvider.create({ data: { name: NAMES.provider, issuer, ...settings } })
}

async function signInAll(): Promise<Map<Principal, string>> {
  const cookies = new Map<Principal, string>()
  for (const who of COLUMNS) {
    const username = PRINCIPALS[who]
    if (username !== null) cookies.set(who, await signIn(username))
  }
  await db.user.update({ where: { username: PRINCIPALS.disabled }, data: { disabledAt: new Date() } })
  await db.user.update({ where: { username: PRINCIPALS.fresh }, data: { mustChangePassword: true } })
  return cookies
}

/** Makes all of it. The caller destroys it. */
export async function createFixture(): Promise<Fixture> {
  // The test cluster listens on loopback.
  process.env['IEUM_LOCAL_CLUSTERS'] = 'true'
  const world = await createWorld()
  const root = mkdtempSync(path.join(tmpdir(), 'matrix-'))
  const server = await serveRepository(root)
  await addPeople()
  const devops = await addPlaces(world)
  await addRole(devops)
  const repositoryUrl = server.url(UPSTREAM)
  await addRepository(devops, TARGET, repositoryUrl)
  await addCredential(devops)
  await addProvider()
  const kubeconfigText = readFileSync(process.env['IEUM_TEST_KUBECONFIG'] ?? '', 'utf8')
  const { id: clusterId } = await registerClusterFromKubeconfig({ name: NAMES.cluster, kubeconfigText })
  const deploymentId = await addDeployment(devops)
  await addRun(deploymentId, clusterId)
  const kube = await kubeForCluster(clusterId)
  const uids = (await applyObjects(kube, deploymentId)).map(({ metadata }) => metadata.uid ?? '')
  const ownOf = await addOwnRows(devops, deploymentId)
  return {
    ...{ world, kube, devops, repositoryUrl },
    yaml: (await readDeploymentYaml(devops, TARGET)).yaml,
    pod: await firstPod(kube),
    kubeconfig: kubeconfigText,
    policy: await policyOf(devops),
    objects: { deployment: DEPLOYMENT, secret: SECRET, service: SERVICE },
    uids: { deployment: uids[0] ?? '', secret: uids[1] ?? '', service: uids[2] ?? '' },
    previewOf: (who) => ownOf(who).preview,
    filterOf: (who) => ownOf(who).filter,
    cookies: await signInAll(),
    destroy: async () => {
      await Promise.all([DEPLOYMENT, SECRET, SERVICE].map((id) => kube.delete(id, { propagation: 'background' })))
      await kube.close()
      await server.close()
      await world.destroy()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
