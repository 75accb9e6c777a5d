import { AppError } from '#lib/core/errors.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { hardOf, isUnlimited, limitsId, limitsText, quotaId, quotaText, toQuotaView } from './quota.ts'
import type { ProjectQuota, QuotaView } from './types.ts'

export const readQuota = async (kube: KubeApi, namespace: string): Promise<QuotaView> =>
  toQuotaView(await kube.get(quotaId(namespace)))

/**
 * Makes quota and default limits what is wanted; a quota without any limit is removed. `resourceVersion` is the one that was looked at,
 * empty where there was none. Throws CONFLICT `version_changed` when somebody else was faster, the API server's refusals otherwise.
 */
export async function writeQuota(
  kube: KubeApi,
  namespace: string,
  quota: ProjectQuota,
  resourceVersion: string,
): Promise<void> {
  const live = await kube.get(quotaId(namespace))
  if ((live?.metadata.resourceVersion ?? '') !== resourceVersion) throw changed()
  const limits = limitsText(namespace, quota)
  // Defaults first: between the two, no pod is refused for want of limits.
  if (limits !== null) await kube.apply(limitsId(namespace), limits)
  if (isUnlimited(quota)) await kube.delete(quotaId(namespace), { propagation: 'background' })
  else
    await guarded(live === null ? create(kube, namespace, quota) : replaceHard(kube, namespace, quota, resourceVersion))
  if (limits === null) await kube.delete(limitsId(namespace), { propagation: 'background' })
}

const changed = (cause?: unknown) => new AppError('CONFLICT', { reason: 'version_changed', cause })

const create = (kube: KubeApi, namespace: string, quota: ProjectQuota) =>
  kube.create(quotaId(namespace), quotaText(namespace, quota))

/** Limits that are no longer wanted are taken out one by one: a merge patch keeps what it does not name. */
const replaceHard = (kube: KubeApi, namespace: string, quota: ProjectQuota, resourceVersion: string) =>
  kube.mergePatch(quotaId(namespace), {
    metadata: { resourceVersion },
    spec: { hard: { 'limits.cpu': null, 'limits.memory': null, pods: null, ...hardOf(quota) } },
  })

async function guarded(write: Promise<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    throw error instanceof AppError && error.code === 'CONFLICT' ? changed(error) : error
  }
}
