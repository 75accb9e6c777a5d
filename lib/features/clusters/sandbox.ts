/** The sandbox cluster's row, as the start script moves it from compiling to ready. */
import { toJson } from '#lib/core/json.ts'
import { db } from '#lib/db/client.ts'
import { clusterIdOf, connectCluster } from './connect.ts'
import type { ClusterStep } from './types.ts'

export const SANDBOX_NAME = 'sandbox'

/** Makes the row of the sandbox unless it is there; a start begins as `preparing` again, because its ports may have changed. */
export async function ensureSandboxCluster(): Promise<{ id: string; name: string }> {
  const progress = toJson({ step: 'waiting' satisfies ClusterStep, percent: 0, startedAt: new Date().toISOString() })
  const preparing = { state: 'preparing', progress, stateReason: '', stateMessage: '' } as const
  return db.cluster.upsert({
    where: { name: SANDBOX_NAME },
    create: { name: SANDBOX_NAME, sandbox: true, ...preparing },
    update: { ...preparing, stateChangedAt: new Date() },
    select: { id: true, name: true },
  })
}

/** Says how far the sandbox is; `percent` from 0 to 100. Nothing happens once it is ready. */
export async function reportSandboxProgress({ step, percent }: { step: ClusterStep; percent: number }): Promise<void> {
  const row = await db.cluster.findUniqueOrThrow({ where: { name: SANDBOX_NAME }, select: { progress: true } })
  const previous = (row.progress ?? {}) as { step?: string; startedAt?: string }
  const startedAt = previous.step === step && previous.startedAt ? previous.startedAt : new Date().toISOString()
  const progress = toJson({ step, percent: Math.round(Math.min(100, Math.max(0, percent))), startedAt })
  await db.cluster.updateMany({ where: { name: SANDBOX_NAME, state: 'preparing' }, data: { progress } })
}

/** The sandbox is up: tries it, makes the projects' namespaces and marks it ready. Throws UPSTREAM when it does not answer. */
export async function connectSandboxCluster(kubeconfigText: string): Promise<void> {
  await connectCluster(await clusterIdOf(SANDBOX_NAME), kubeconfigText)
}
