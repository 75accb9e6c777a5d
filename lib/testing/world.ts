/** A database of its own with two tenants in it, made by the domain functions, for integration tests of features and doors. */
import { readFileSync } from 'node:fs'
import type { RequestFacts } from '#lib/actions/pipeline.ts'
import { systemWork, type Work } from '#lib/audit/record.ts'
import { loadActor } from '#lib/auth/load-actor.ts'
import type { Actor, DevopsScope, ProjectScope, WorkspaceScope } from '#lib/authz/actor.ts'
import { closeDb, db, withTransaction } from '#lib/db/client.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { registerClusterFromKubeconfig } from '#lib/features/clusters/register.ts'
import { createDeploymentIn } from '#lib/features/deployments/create-deployment.ts'
import { createDeploymentSchema } from '#lib/features/deployments/schema.ts'
import { createDevopsProject } from '#lib/features/devops-projects/create-devops-project.ts'
import { setDevopsProjectMember, setProjectMember, setWorkspaceMember } from '#lib/features/members/set-member.ts'
import { createProject } from '#lib/features/projects/create-project.ts'
import { createUser } from '#lib/features/users/create-user.ts'
import { allowCluster, createWorkspace } from '#lib/features/workspaces/create-workspace.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { createTestDatabase, setTestEnvironment } from '#scripts/database/test-database.ts'

export const PASSWORD = 'correct horse 1'
export const ORIGIN = 'http://localhost:3000'

export type Tenant = { workspace: WorkspaceScope; project: ProjectScope; devops: DevopsScope }
export type World = { acme: Tenant; rival: Tenant; databaseUrl: string; destroy(): Promise<void> }

const unnamed = { alias: '', description: '' }

/** A workspace with a project, a DevOps project, and five people: <name>-admin, -maker, -operator, -viewer and -regular. */
async function createTenant(work: Work, name: string): Promise<Tenant> {
  const workspace = await createWorkspace(work, { name })
  await allowCluster(work, workspace, 'east')
  const people = [
    [`${name}-admin`, 'admin'],
    [`${name}-maker`, 'self_provisioner'],
    [`${name}-operator`, 'regular'],
    [`${name}-viewer`, 'viewer'],
    [`${name}-regular`, 'regular'],
  ] as const
  for (const [username, role] of people) {
    await createUser(work, { username, email: `${username}@example.com`, password: PASSWORD })
    await setWorkspaceMember(work, workspace, { username, role })
  }
  const project = await createProject(work, workspace, { name: `${name}-shop`, cluster: 'east', ...unnamed })
  const devops = await createDevopsProject(work, workspace, { name: 'devops', ...unnamed })
  await setProjectMember(work, project, { username: `${name}-operator`, role: 'operator' })
  await setDevopsProjectMember(work, devops, { username: `${name}-operator`, role: 'operator' })
  await setDevopsProjectMember(work, devops, { username: `${name}-maker`, role: 'admin' })
  return { workspace, project, devops }
}

/** Two tenants, "acme" and "rival", on one cluster "east" that is still being prepared, and a platform administrator "root". */
export async function createWorld(): Promise<World> {
  const database = await createTestDatabase()
  setTestEnvironment(database.url)
  await db.cluster.create({ data: { name: 'east' } })
  const tenants = await withTransaction(async (tx) => {
    const work = systemWork(tx)
    await createUser(work, {
      username: 'root',
      email: 'root@example.com',
      password: PASSWORD,
      platformRole: 'platform_admin',
    })
    return { acme: await createTenant(work, 'acme'), rival: await createTenant(work, 'rival') }
  })
  return {
    ...tenants,
    databaseUrl: database.url,
    destroy: async () => {
      await closeDb()
      await database.drop()
    },
  }
}

/** The person as a request would have them now. */
export async function actorNamed(username: string): Promise<Actor | null> {
  const { id, sessionVersion } = await db.user.findUniqueOrThrow({ where: { username } })
  return loadActor({ userId: id, sessionVersion })
}

/** A request of the console's own page by that person; null: nobody is signed in. */
export const requestOf = (username: string | null, facts: Partial<RequestFacts> = {}): RequestFacts => ({
  requestId: 'test-request',
  origin: ORIGIN,
  fetchSite: null,
  actor: async () => (username === null ? null : actorNamed(username)),
  ...facts,
})

/** Work of that person in a transaction of its own. */
export async function workAs<T>(username: string, run: (work: Work) => Promise<T>): Promise<T> {
  const { id } = await db.user.findUniqueOrThrow({ where: { username } })
  return withTransaction((tx) => run({ tx, requestId: 'test-request', actor: { id, name: username } }))
}

/** An imported repository and its id, without contacting anything. */
export async function addRepository({ devopsProjectId }: DevopsScope, name: string, url: string): Promise<string> {
  const { id } = await db.codeRepository.create({ data: { devopsProjectId, name, url }, select: { id: true } })
  return id
}

/** A deployment of the repository of the same name into acme's project, with self-heal. */
export async function addDeployment(acme: Tenant, name: string): Promise<void> {
  const form = { name, repository: name, cluster: 'east', namespace: acme.project.namespace }
  await workAs('acme-operator', (work) =>
    createDeploymentIn(
      work,
      acme.devops,
      createDeploymentSchema.parse({
        ...{ workspace: 'acme', devopsProject: 'devops', ...form },
        spec: { source: {}, syncPolicy: { automated: { selfHeal: true } } },
      }),
    ),
  )
}

/**
 * Joins the test run's sandbox as the cluster "east" and gives acme a deployment "web" with self-heal into its project. The client is the
 * caller's to close.
 */
export async function deployToSandbox({ acme }: World): Promise<{ kube: KubeApi; deploymentId: string }> {
  const kubeconfigText = readFileSync(process.env['IEUM_TEST_KUBECONFIG'] ?? '', 'utf8')
  await registerClusterFromKubeconfig({ name: 'east', kubeconfigText })
  await addRepository(acme.devops, 'web', 'https://git.example.com/web.git')
  await addDeployment(acme, 'web')
  const { id } = await db.continuousDeployment.findFirstOrThrow({ select: { id: true } })
  return { kube: await kubeForCluster(acme.project.clusterId), deploymentId: id }
}
