/** A small world for the engine's integration tests: a real database, a real API server, a real Git server, and the engine as its own process. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'
import { encryptSecret } from '#lib/crypto/secrets.ts'
import { toJson } from '#lib/core/json.ts'
import { closeDb, db, withTransaction } from '#lib/db/client.ts'
import { registerDeployment, requestSync } from '#lib/engine/door.ts'
import { projectLabels } from '#lib/engine/model/labels.ts'
import type { DevopsPolicy } from '#lib/engine/model/policy.ts'
import { type ResourceId, parseApiVersion } from '#lib/engine/model/resource.ts'
import { DEFAULT_SYNC_OPTIONS, type SyncOptions, deploymentSpecSchema } from '#lib/engine/model/spec.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import type { KubeApi, KubeConnection } from '#lib/kube/types.ts'
import { createTestDatabase, setTestEnvironment } from '#scripts/database/test-database.ts'
import { addCommits, commitOf, createRepository } from '#scripts/git-server/history.ts'
import { type GitServer, startGitServer } from '#scripts/git-server/server.ts'

const CHECKOUT = path.resolve(import.meta.dirname, '../../..')

type Files = Readonly<Record<string, string>>

export type TestDeployment = {
  id: string
  namespace: string
  /** Folder of the bare repository behind it. */
  repository: string
  /** The first commit. */
  head: string
  /** Commits this whole tree to the deployment's branch; answers with the commit's id. */
  push: (files: Files) => Promise<string>
}

export type DeploymentOptions = {
  files: Files
  /** As people would write it; defaults are filled in. Automatic with prune and self-heal unless it says otherwise. */
  spec?: Record<string, unknown>
  policy?: Partial<DevopsPolicy>
  /** False: the namespace is neither a project nor in the cluster. */
  isProject?: boolean
  /** What happens in the namespace before the engine hears of the deployment. */
  prepare?: (namespace: string) => Promise<unknown>
}

export type TestEngine = {
  pid: number
  isAlive: () => boolean
  /** Resolves when the process is gone, with the signal that ended it. */
  gone: Promise<NodeJS.Signals | null>
  /** Sends it a signal: SIGKILL ends it as a crash would. */
  send: (signal: NodeJS.Signals) => void
  /** Sends it a signal and waits until it is gone. */
  end: (signal: NodeJS.Signals) => Promise<void>
}

export type World = {
  kube: KubeApi
  deploy(options: DeploymentOptions): Promise<TestDeployment>
  git: GitServer
  /** Starts an engine beside those that run, with more or other variables than they have. */
  startEngine(environment?: Readonly<Record<string, string>>): TestEngine
  endEngines(signal: NodeJS.Signals): Promise<void>
  /** Everything that the engines have written to their standard output and error. */
  output(): string
  end(): Promise<void>
}

/** Automatic synchronisation with everything a person can switch on. */
export const AUTOMATIC = { automated: { prune: true, selfHeal: true } }

export type WorldOptions = {
  /** Variables of every engine. */
  environment?: Readonly<Record<string, string>>
  /** The cluster; absent: the one that all tests share. */
  cluster?: KubeConnection
  /** How the engines reach it; absent: as the tests do. */
  connection?: KubeConnection
}

/** Makes the world; the engine is not yet running. */
export async function createWorld({ environment = {}, cluster, connection }: WorldOptions = {}): Promise<World> {
  const database = await createTestDatabase()
  setTestEnvironment(database.url)
  const home = mkdtempSync(path.join(tmpdir(), 'ieum-engine-'))
  const git = await startGitServer({ root: home })
  const direct = cluster ?? sharedConnection()
  const kube = createKubeApi(direct)
  const clusterId = await seedCluster(git, connection ?? direct)
  const namespaces: string[] = []
  const engines = new Map<string, TestEngine>()
  let output = ''

  const endEngines = async (signal: NodeJS.Signals) => {
    const running = [...engines.values()].filter((engine) => engine.isAlive())
    await Promise.all(running.map((engine) => engine.end(signal)))
  }

  return {
    kube,
    git,
    async deploy(options) {
      const deployment = await seedDeployment({ kube, git, home, clusterId }, options)
      namespaces.push(deployment.namespace)
      return deployment
    },
    startEngine(own = {}) {
      // A Git cache belongs to one process; one that was killed leaves its own to the next.
      let place = 0
      while (engines.get(`data-${place}`)?.isAlive()) place++
      const dataDir = path.join(home, `data-${place}`)
      const variables = { IEUM_DATA_DIR: dataDir, IEUM_POLL_SECONDS: '1', ...environment, ...own }
      const engine = runEngine(variables, (text) => (output += text))
      engines.set(`data-${place}`, engine)
      return engine
    },
    endEngines,
    output: () => output,
    async end() {
      await endEngines('SIGTERM')
      await Promise.all(namespaces.map((name) => kube.delete(namespaceId(name), { propagation: 'background' })))
      await kube.close()
      await git.close()
      await closeDb()
      await database.drop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function runEngine(environment: Readonly<Record<string, string>>, onOutput: (text: string) => void): TestEngine {
  // The guard ends the engine when this process is gone, however it went.
  const engine = spawn(process.execPath, ['--import', './scripts/serve/parent-guard.ts', 'lib/engine/main.ts'], {
    cwd: CHECKOUT,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  for (const [from, to] of [[engine.stdout, process.stdout] as const, [engine.stderr, process.stderr] as const])
    from.on('data', (chunk: Buffer) => {
      onOutput(chunk.toString())
      to.write(chunk)
    })
  const gone = once(engine, 'exit').then(() => engine.signalCode)
  return {
    pid: engine.pid ?? 0,
    isAlive: () => engine.exitCode === null && engine.signalCode === null,
    gone,
    send: (signal) => void engine.kill(signal),
    async end(signal) {
      engine.kill(signal)
      await gone
    },
  }
}

async function seedCluster(git: GitServer, connected: KubeConnection): Promise<string> {
  const { id } = await db.cluster.create({ data: { name: 'sandbox', state: 'ready' }, select: { id: true } })
  const connection = encryptSecret(JSON.stringify(connected), { table: 'Cluster', id, column: 'connection' })
  await db.cluster.update({ where: { id }, data: { connection } })
  const hosts = [`127.0.0.1:${git.port}`]
  await db.platformSetting.create({ data: { name: 'git.allowedPrivateHosts', value: hosts } })
  return id
}

type Places = { kube: KubeApi; git: GitServer; home: string; clusterId: string }

/** A workspace, a DevOps project, a repository and a deployment of its own. */
async function seedDeployment(
  { kube, git, home, clusterId }: Places,
  { files, spec = { syncPolicy: AUTOMATIC }, policy = {}, isProject = true, prepare }: DeploymentOptions,
): Promise<TestDeployment> {
  const name = `t${randomBytes(5).toString('hex')}`
  const repository = path.join(home, `${name}.git`)
  await createRepository(repository, [{ branch: 'main', message: 'First', files }])
  if (isProject) await kube.create(namespaceId(name), JSON.stringify(projectNamespace(name)))
  await prepare?.(name)
  const id = await withTransaction(async (tx) => {
    const workspace = await tx.workspace.create({ data: { name, clusters: { create: { clusterId } } } })
    if (isProject) await tx.project.create({ data: { workspaceId: workspace.id, clusterId, name } })
    const devopsProject = await tx.devopsProject.create({
      data: { workspaceId: workspace.id, name, policy: toJson(policy) },
    })
    const code = await tx.codeRepository.create({
      data: { devopsProjectId: devopsProject.id, name, url: git.url(name) },
    })
    const deployment = await tx.continuousDeployment.create({
      data: {
        devopsProjectId: devopsProject.id,
        name,
        repositoryId: code.id,
        clusterId,
        namespace: name,
        spec: toJson(deploymentSpecSchema.parse({ source: {}, ...spec })),
      },
    })
    await registerDeployment(tx, deployment.id)
    return deployment.id
  })
  return {
    id,
    namespace: name,
    repository,
    head: await commitOf(repository, 'main'),
    async push(tree) {
      await addCommits(repository, [{ branch: 'main', message: 'Next', files: tree }])
      return commitOf(repository, 'main')
    },
  }
}

/** The namespace of a project in a workspace of the same name. */
const projectNamespace = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: projectLabels(name, name) },
})

const namespaceId = (name: string): ResourceId => ({ group: '', version: 'v1', kind: 'Namespace', namespace: '', name })

/** Identity of an object as a test names it: id('apps/v1', 'Deployment', 'shop', 'web'). */
export const idOf = (apiVersion: string, kind: string, namespace: string, name: string): ResourceId => ({
  ...parseApiVersion(apiVersion),
  kind,
  namespace,
  name,
})

/** The status row once `isReached` says yes. Fails with the last row it saw. */
export function statusWhen(
  deploymentId: string,
  isReached: (status: NonNullable<Awaited<ReturnType<typeof readStatus>>>) => boolean,
  timeout = 30_000,
) {
  return vi.waitFor(
    async () => {
      const status = await readStatus(deploymentId)
      if (status && isReached(status)) return status
      throw new Error(`not reached: ${JSON.stringify(status, null, 1)}`)
    },
    { timeout, interval: 20 },
  )
}

const readStatus = (deploymentId: string) => db.deploymentStatus.findUnique({ where: { deploymentId } })

/** Runs of a deployment with their results, newest first. */
export const runsOf = (deploymentId: string) =>
  db.syncRun.findMany({
    where: { deploymentId },
    orderBy: { number: 'desc' },
    include: { results: { orderBy: { ordinal: 'asc' } } },
  })

/** A run once it has ended. */
export const endedRun = (deploymentId: string, number: number) =>
  vi.waitFor(
    async () => {
      const run = (await runsOf(deploymentId)).find((one) => one.number === number)
      if (!run?.finishedAt) throw new Error(`run ${number} has not ended: ${JSON.stringify(run, null, 1)}`)
      return run
    },
    { timeout: 40_000 },
  )

/** Who asks in tests. */
export const tester = { id: null, name: 'tester' }

/** Asks for a sync as a person would; answers with its number. */
export const askSync = (deploymentId: string, options: Partial<SyncOptions> = {}) =>
  withTransaction((tx) =>
    requestSync(tx, { deploymentId, actor: tester, options: { ...DEFAULT_SYNC_OPTIONS, ...options } }),
  )

/** Any object as a file: JSON is YAML. */
export const manifest = (
  apiVersion: string,
  kind: string,
  name: string,
  rest: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): string => JSON.stringify({ apiVersion, kind, metadata: { name, ...metadata }, ...rest })

export const configMap = (name: string, value: string, metadata = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${metadata}data:\n  value: "${value}"\n`

export const webDeployment = (name: string, replicas = 1): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports: [{ containerPort: 80 }]
`
