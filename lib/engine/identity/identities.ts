/**
 * The engine writes as the DevOps project (docs/adr/0021): a client of a cluster whose writes are made as the project's own ServiceAccount,
 * with the rights that its policy gives it there. Rights are looked at when what decides about them changed, when the API server refuses what
 * the policy allows, and now and then; never once per pass.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#lib/core/errors.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import type { ClusterClient, ClusterRegistry } from '../clusters/registry.ts'
import type { ClusterRow, Snapshot } from '../reconcile/snapshot.ts'
import { type Basis, beginIdentity, endIdentity, forgetIdentity, outdatedIdentities } from '../store/identities.ts'
import { type Granted, grant, withdraw } from './grant.ts'
import { accountOf } from './rights.ts'

/** A deployment's DevOps project with what decides about its rights, as the pass knows it. */
export type Tenant = Pick<Snapshot, 'cluster' | 'devopsProject' | 'policy' | 'projects' | 'isClusterOfWorkspace'>

export interface Identities {
  /**
   * The cluster's client, writing as the DevOps project; `guard` throws when this process may no longer write. Throws UPSTREAM
   * `cluster_identity_refused` where Ieum may not make or act as the account, and what `ClusterRegistry.open` throws.
   */
  open(tenant: Tenant, cluster: ClusterRow, guard?: () => void): Promise<ClusterClient>
  /** Something that decides about rights was just made: a namespace or (`isFresh`: what the cluster serves is asked anew) a definition. */
  renew(tenant: Tenant, cluster: ClusterRow, isFresh: boolean): Promise<void>
  /** Brings rights up to date that no pass is about: of narrowed policies, and of DevOps projects that are gone. */
  sweep(): Promise<void>
}

type Entry = Granted & { connection: string; basis: Basis; checkedAt: number; changedAt: number }

/** After so long rights are looked at again, whatever is known: somebody may have changed them by hand. Milliseconds. */
const TRUST_MS = 15 * 60_000
/** Rights that were just looked at are not to blame for a refusal. Milliseconds. */
const DOUBT_MS = 2_000
/** The API server's authorizer hears of a change a moment later; so long a refusal may still come from before. Milliseconds. */
const SETTLE_MS = 3_000
const SETTLE_PAUSE_MS = 25

/** `now` is a monotonic clock in milliseconds; `onError` hears of rights that could not be brought up to date beside the passes. */
export function createIdentities(
  clusters: Pick<ClusterRegistry, 'open'>,
  now: () => number,
  onError: (error: unknown) => void,
): Identities {
  const entries = new Map<string, Entry>()
  const pending = new Map<string, Promise<Entry | null>>()

  const make = async (devopsProjectId: string, cluster: ClusterRow, isFresh: boolean): Promise<Entry | null> => {
    const key = keyOf(devopsProjectId, cluster)
    const { api } = clusters.open(cluster)
    const basis = await beginIdentity(devopsProjectId, cluster.id)
    if (basis === null) return null
    const reload = () => beginIdentity(devopsProjectId, cluster.id)
    const granted = await grant(api, basis, { isFresh, reload }).catch(asIdentityFailure)
    if (!(await endIdentity(basis, cluster.id))) {
      await withdraw(api, devopsProjectId)
      return null
    }
    const at = now()
    const changedAt = granted.hasChanged ? at : (entries.get(key)?.changedAt ?? -Infinity)
    const entry = { ...granted, basis, changedAt, checkedAt: at, connection: cluster.connection }
    entries.set(key, entry)
    return entry
  }

  /** One at a time for each identity; whoever comes while it is made waits for that one, unless it has to see what came later. */
  const made = (devopsProjectId: string, cluster: ClusterRow, isFresh: boolean): Promise<Entry | null> => {
    const key = keyOf(devopsProjectId, cluster)
    const known = pending.get(key)
    if (known) return known
    const work = make(devopsProjectId, cluster, isFresh).finally(() => pending.delete(key))
    pending.set(key, work)
    return work
  }

  const renewed = async (devopsProjectId: string, cluster: ClusterRow, isFresh: boolean): Promise<Entry | null> => {
    await pending.get(keyOf(devopsProjectId, cluster))?.catch(() => undefined)
    return made(devopsProjectId, cluster, isFresh)
  }

  const isKnown = (tenant: Tenant, cluster: ClusterRow): boolean => {
    const entry = entries.get(keyOf(tenant.devopsProject.id, cluster))
    if (entry === undefined || now() - entry.checkedAt > TRUST_MS) return false
    return entry.connection === cluster.connection && isBasisOf(entry.basis, tenant, cluster)
  }

  /** Whether a refusal may be about rights that are only just there; looks at them first, if that was not done just now. */
  const isSettling = async (devopsProjectId: string, cluster: ClusterRow, refusal: AppError): Promise<boolean> => {
    const entry = entries.get(keyOf(devopsProjectId, cluster))
    if (!entry || !isAllowed(entry, refusal)) return false
    const isDoubted = now() - entry.checkedAt > DOUBT_MS && now() - entry.changedAt > SETTLE_MS
    const present = isDoubted ? await renewed(devopsProjectId, cluster, true) : entry
    return present !== null && now() - present.changedAt < SETTLE_MS
  }

  const settled = (devopsProjectId: string, cluster: ClusterRow, guard: () => void) => {
    return async <T>(call: () => Promise<T>): Promise<T> => {
      for (;;) {
        try {
          return await call()
        } catch (error) {
          const isRefused = error instanceof AppError && error.reason === 'rights_missing'
          if (!isRefused) throw error
          if (!(await isSettling(devopsProjectId, cluster, error)))
            throw await withPlace(clusters.open(cluster).api, error)
          await delay(SETTLE_PAUSE_MS)
          guard()
        }
      }
    }
  }

  return {
    async open(tenant, cluster, guard = () => undefined) {
      const client = clusters.open(cluster)
      const { id } = tenant.devopsProject
      if (!isKnown(tenant, cluster)) await made(id, cluster, false)
      return { ...client, api: retrying(client.api.as(accountOf(id)), settled(id, cluster, guard)) }
    },

    async renew({ devopsProject }, cluster, isFresh) {
      await renewed(devopsProject.id, cluster, isFresh)
    },

    async sweep() {
      for (const { devopsProjectId, isGone, cluster } of await outdatedIdentities()) {
        try {
          if (!isGone) await renewed(devopsProjectId, cluster, false)
          else {
            await withdraw(clusters.open(cluster).api, devopsProjectId)
            await forgetIdentity(devopsProjectId, cluster.id)
            entries.delete(keyOf(devopsProjectId, cluster))
          }
        } catch (error) {
          onError(error)
        }
      }
    },
  }
}

const keyOf = (devopsProjectId: string, { id }: ClusterRow): string => `${devopsProjectId} ${id}`

/**
 * Of another cluster than its destination, a deployment's pass knows only the policy. A project that came since the pass began changes
 * nothing for it, and one that is gone is found by `sweep`.
 */
function isBasisOf(basis: Basis, tenant: Tenant, cluster: ClusterRow): boolean {
  if (JSON.stringify(basis.policy) !== JSON.stringify(tenant.policy)) return false
  if (tenant.cluster.id !== cluster.id) return true
  const { projects, isClusterOfWorkspace } = tenant
  return basis.isClusterOfWorkspace === isClusterOfWorkspace && [...projects].every((name) => basis.projects.has(name))
}

/** The policy allows what was refused; of cluster-scoped kinds the refusal names only the plural, so that any may be meant. */
function isAllowed({ namespaces, basis }: Entry, { params }: AppError): boolean {
  const namespace = String(params?.['namespace'] ?? '')
  return namespace === '' ? basis.policy.clusterKinds.length > 0 : namespaces.has(namespace)
}

/**
 * The API server asks for rights before it looks whether there is anything to have them on: a namespace that is not there, or on its way
 * out with the bindings in it, is what the refusal is about.
 */
async function withPlace(api: KubeApi, refusal: AppError): Promise<AppError> {
  const name = String(refusal.params?.['namespace'] ?? '')
  // Of a Namespace itself the refusal names that one as its place.
  if (name === '' || refusal.params?.['resource'] === 'namespaces') return refusal
  const live = await api.get({ group: '', version: 'v1', kind: 'Namespace', namespace: '', name })
  const params = { namespace: name }
  if (live === null) return new AppError('NOT_FOUND', { reason: 'namespace_missing', params, cause: refusal })
  if (live.metadata.deletionTimestamp === undefined) return refusal
  return new AppError('UPSTREAM', { reason: 'namespace_terminating', params, cause: refusal })
}

/** What Ieum itself may not do with rights and accounts is a matter of the whole cluster. */
function asIdentityFailure(error: unknown): never {
  const isRefused =
    error instanceof AppError && ['cluster_forbidden', 'rights_not_allowed'].includes(error.reason ?? '')
  if (!isRefused) throw error
  const { params, detail } = error
  throw new AppError('UPSTREAM', {
    reason: 'cluster_identity_refused',
    cause: error,
    ...(params && { params }),
    ...(detail !== undefined && { detail }),
  })
}

/** The same client, whose writes are made again while rights settle. */
function retrying(api: KubeApi, settled: <T>(call: () => Promise<T>) => Promise<T>): KubeApi {
  return {
    as: (account) => api.as(account),
    version: () => api.version(),
    discover: (fresh) => api.discover(fresh),
    get: (id) => api.get(id),
    list: (kind, options) => api.list(kind, options),
    apply: (id, raw, options) => settled(() => api.apply(id, raw, options)),
    create: (id, raw, options) => settled(() => api.create(id, raw, options)),
    replace: (id, raw, options) => settled(() => api.replace(id, raw, options)),
    mergePatch: (id, patch) => settled(() => api.mergePatch(id, patch)),
    delete: (id, options) => settled(() => api.delete(id, options)),
    logs: (pod, options, signal) => api.logs(pod, options, signal),
    watch: (...watch) => api.watch(...watch),
    close: () => api.close(),
  }
}
