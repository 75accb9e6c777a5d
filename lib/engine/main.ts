/** The engine process: `node lib/engine/main.ts`. Ends in order on SIGTERM and SIGINT. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { env } from '#lib/config/env.ts'
import { checkKeysAtStart } from '#lib/crypto/check-keys.ts'
import { closeDb, db, withTransaction } from '#lib/db/client.ts'
import { listen } from '#lib/db/listen.ts'
import { createGitDoor } from '#lib/git/door.ts'
import { createJq } from '#lib/jq/jq.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { logger } from '#lib/observability/logger.ts'
import { serveMetrics } from '#lib/observability/metrics-server.ts'
import { metrics } from '#lib/observability/metrics.ts'
import { createRenderer } from '#lib/render/renderer.ts'
import { startClusterChecks } from './clusters/checks.ts'
import { createClusterRegistry } from './clusters/registry.ts'
import { createIdentities } from './identity/identities.ts'
import { createWakeQueue } from './observe/wake-queue.ts'
import type { EnginePorts } from './reconcile/pass.ts'
import { createVerdicts } from './reconcile/verdicts.ts'
import { createManifests } from './render/manifests.ts'
import { boundsOf } from './runtime/bounds.ts'
import { createComplaints } from './runtime/complaints.ts'
import { startEngine } from './runtime/engine.ts'
import { createQuiet } from './runtime/quiet.ts'
import { startUpkeep } from './runtime/upkeep.ts'
import { createSource } from './source/source.ts'
import { createFleetMetrics } from './store/fleet.ts'
import { wake } from './store/wake.ts'

const allowedHostsSchema = z.array(z.string()).catch([])

/** The platform's allow-list of private Git hosts, as it is now. */
async function allowedPrivateHosts(): Promise<string[]> {
  const row = await db.platformSetting.findUnique({
    where: { name: 'git.allowedPrivateHosts' },
    select: { value: true },
  })
  return allowedHostsSchema.parse(row?.value)
}

const bounds = () =>
  boundsOf(env().IEUM_ENGINE_PASSES, {
    perCluster: env().IEUM_ENGINE_PASSES_PER_CLUSTER,
    perWorkspace: env().IEUM_ENGINE_PASSES_PER_WORKSPACE,
    perRepository: env().IEUM_ENGINE_PASSES_PER_REPOSITORY,
  })

/** Listens for Prometheus where the environment says so. */
const serveOwnMetrics = async () => {
  const address = env().IEUM_ENGINE_METRICS
  return address && serveMetrics(address, createFleetMetrics(metrics().registry))
}

async function main(): Promise<void> {
  await checkKeysAtStart((error) => logger.warn({ err: error }, 'the encryption keys could not be compared'))
  const { IEUM_DATA_DIR, IEUM_RENDERER, IEUM_POLL_SECONDS, IEUM_GIT_CACHE_MIB, IEUM_ENGINE_PASS_SECONDS } = env()
  const measured = await serveOwnMetrics()
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  const log = logger.child({ engine: id })
  const git = createGitDoor({
    cacheDir: path.join(IEUM_DATA_DIR, 'git', 'engine'),
    allowedPrivateHosts,
    limits: { maxCacheBytes: IEUM_GIT_CACHE_MIB * 1024 * 1024 },
  })
  const news = createWakeQueue(
    (ids) => withTransaction((tx) => wake(tx, ids, 'drift')),
    (error) => log.error({ err: error }, 'waking deployments failed'),
  )
  const now = () => performance.now()
  const source = createSource(git, now)
  const quiet = createQuiet(source, now)
  const clusters = createClusterRegistry(createKubeApi, (deploymentId, found) => {
    quiet.disturb(deploymentId)
    news.add(deploymentId, found)
  })
  const identities = createIdentities(clusters, now, (error) =>
    log.error({ err: error }, 'the rights of a DevOps project could not be brought up to date'),
  )
  const ports: EnginePorts = {
    source,
    quiet,
    manifests: createManifests(git, createRenderer({ binary: IEUM_RENDERER })),
    clusters,
    identities,
    verdicts: createVerdicts(),
    jq: createJq(),
    pollSeconds: IEUM_POLL_SECONDS,
    random: Math.random,
    log,
  }
  const engine = await startEngine(id, ports, { bounds: bounds(), passSeconds: IEUM_ENGINE_PASS_SECONDS })
  const upkeep = startUpkeep((error) => log.error({ err: error }, 'old records could not be forgotten'))
  const complain = createComplaints(log, now)
  const checks = startClusterChecks(clusters, (error) => complain('a cluster could not be looked at', error))
  const listening = new AbortController()
  const nudge = () => engine.nudge()
  listen('ieum_wake', nudge, nudge, listening.signal)
  log.info({ pollSeconds: IEUM_POLL_SECONDS }, 'the engine is running')

  const end = async (signal: NodeJS.Signals) => {
    log.info({ signal }, 'the engine is ending')
    listening.abort()
    // One that fails, because the database is away for instance, keeps none of the others from ending.
    for (const step of [
      () => engine.stop(),
      () => upkeep.stop(),
      () => checks.stop(),
      async () => news.stop(),
      () => clusters.close(),
      () => git.close(),
      async () => measured?.close(),
      closeDb,
    ])
      await step().catch((error: unknown) => log.error({ err: error }, 'the engine could not end in order'))
    process.exit(0)
  }
  let isEnding = false
  const onSignal = (signal: NodeJS.Signals) => {
    // Somebody is in a hurry: leases run out by themselves, and whoever comes next starts over from what is recorded.
    if (isEnding) process.exit(1)
    isEnding = true
    void end(signal)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal)
}

main().catch((error: unknown) => {
  logger.fatal({ err: error }, 'the engine could not start')
  process.exit(1)
})
