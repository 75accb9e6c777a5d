/** Many deployments at once: made through the door that the console uses, and looked at through the rows that it shows. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { toJson } from '#lib/core/json.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { registerDeployment, requestReconcile } from '#lib/engine/door.ts'
import { deploymentSpecSchema } from '#lib/engine/model/spec.ts'
import { addCommits, commitOf, createRepository } from '#scripts/git-server/history.ts'
import type { RowContext } from './context.ts'
import { type Manifest, commitOfFolders } from './manifests.ts'
import { until } from './until.ts'
import type { World } from './world.ts'

/** Deployments that one transaction makes. */
const CHUNK = 100
const POLL_MS = 15
/** Seconds for anything that is waited for. */
const PATIENCE = 600

export type FleetOptions = {
  size: number
  /** Deployments are spread over so many repositories. */
  repositories: number
  /** Objects of deployment `index` at the commit with this tag. */
  objects: (index: number, tag: string) => Manifest[]
  /** Destination of deployment `index`. */
  namespace: (index: number) => string
  createNamespace: boolean
}

export type Fleet = {
  /** Inserts all rows and tells the engine; answers with the ids. */
  create(): Promise<void>
  /** Waits until all are Synced at the newest commit. Milliseconds, null when it takes too long. */
  synced(): Promise<number | null>
  /** Asks for a refresh of all. */
  refresh(): Promise<void>
  /** Waits until no pass is due or under way. */
  settled(): Promise<number | null>
  /** Commits every folder anew. */
  push(tag: string): Promise<void>
  repositories: number
}

const nameOf = (index: number) => `d${String(index).padStart(5, '0')}`

const inChunks = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, chunk) => items.slice(chunk * CHUNK, (chunk + 1) * CHUNK))

/** Prepares repositories; nothing is deployed yet. `prefix` keeps fleets of one world apart. */
export async function prepareFleet(
  world: World,
  { signal, step }: Pick<RowContext, 'signal' | 'step'>,
  options: FleetOptions,
  prefix = 'fleet',
): Promise<Fleet> {
  const { size, objects, namespace } = options
  const repositories = Math.min(options.repositories, size)
  const indexes = Array.from({ length: size }, (_, index) => index)
  const names = Array.from({ length: repositories }, (_, repository) => `${prefix}-${repository}`)
  const pathOf = (name: string) => path.join(world.git.root, `${name}.git`)
  let commits: string[] = []
  let pushes = 0
  const ids: string[] = []

  const stepOf = (repository: number, tag: string) => {
    const folders = indexes.filter((index) => index % repositories === repository)
    const at = 1_750_000_000 + pushes
    return commitOfFolders(new Map(folders.map((index) => [nameOf(index), objects(index, tag)])), tag, at)
  }
  const remember = async () => {
    commits = await Promise.all(names.map((name) => commitOf(pathOf(name), 'main')))
  }

  mkdirSync(world.git.root, { recursive: true })
  for (const [repository, name] of names.entries()) await createRepository(pathOf(name), [stepOf(repository, 'first')])
  await remember()
  const rows = await db.codeRepository.createManyAndReturn({
    data: names.map((name) => ({ devopsProjectId: world.devopsProjectId, name, url: world.git.url(name) })),
    select: { id: true },
  })

  const insert = (index: number) => ({
    devopsProjectId: world.devopsProjectId,
    name: `${prefix}-${nameOf(index)}`,
    repositoryId: rows[index % repositories]?.id ?? '',
    clusterId: world.clusterId,
    namespace: namespace(index),
    spec: toJson(
      deploymentSpecSchema.parse({
        source: { path: nameOf(index) },
        syncPolicy: { automated: { prune: true, selfHeal: true }, createNamespace: options.createNamespace },
      }),
    ),
  })

  const wait = (what: string, count: () => Promise<number>) =>
    until({
      holds: async () => {
        const reached = await count()
        step.update(`${what} ${reached} of ${size}`)
        return reached >= size
      },
      ...{ patience: PATIENCE, everyMs: POLL_MS, signal },
    })

  const counted = async (name: string, text: string, values: unknown[]): Promise<number> => {
    const { rows: found } = await world.sql.query<{ count: number }>({ name, text, values })
    return found[0]?.count ?? 0
  }

  return {
    repositories,
    async create() {
      for (const chunk of inChunks(indexes)) {
        await withTransaction(async (tx) => {
          const data = chunk.map(insert)
          const made = await tx.continuousDeployment.createManyAndReturn({ data, select: { id: true } })
          for (const { id } of made) await registerDeployment(tx, id)
          ids.push(...made.map(({ id }) => id))
        })
      }
    },
    synced: () =>
      wait('Synced', () =>
        counted(
          'synced',
          `SELECT count(*)::int AS count FROM "DeploymentStatus"
           WHERE "sync" = 'Synced' AND "syncedCommit" = ANY($1) AND "deploymentId" = ANY($2::uuid[])`,
          [commits, ids],
        ),
      ),
    // At one moment: an answer of the Git host from before somebody asked is none to them.
    refresh: () =>
      withTransaction(async (tx) => {
        for (const id of ids) await requestReconcile(tx, id, 'refresh')
      }),
    settled: () =>
      wait('looked at', () =>
        counted(
          'settled',
          `SELECT count(*)::int AS count FROM "ReconcileLease"
           WHERE "seenSeq" = "wakeSeq" AND "owner" = '' AND "nextAt" > now() AND "deploymentId" = ANY($1::uuid[])`,
          [ids],
        ),
      ),
    async push(tag) {
      pushes++
      for (const [repository, name] of names.entries()) await addCommits(pathOf(name), [stepOf(repository, tag)])
      await remember()
    },
  }
}
