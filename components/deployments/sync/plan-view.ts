/** What a synchronisation would do and what a person chose of it. Pure. */
import type { SyncOptions } from '#lib/engine/model/spec.ts'
import {
  GUARDS,
  type ActionCounts,
  type DeploymentDetail,
  type PlanAction,
  type RunObject,
} from '#lib/features/deployments/types.ts'

export const SCOPES = ['all', 'outOfSync', 'chosen'] as const
/** Which objects are synchronised. */
export type Scope = (typeof SCOPES)[number]

/** Objects chosen one by one, by key. */
export type Choosing = { keys: ReadonlySet<string>; onKeys: (keys: ReadonlySet<string>) => void }

/** What a person set for this run. Null: as the deployment says. */
export type SyncValues = {
  revision: string
  prune: boolean | null
  applyOnly: boolean
  replace: boolean
  force: boolean
}

/** The revision that is synchronised when nobody names another one: of a pinned deployment the commit it is kept at. */
export const ownRevision = ({ pin, spec }: Pick<DeploymentDetail, 'pin' | 'spec'>): string =>
  pin?.commit ?? spec.source.revision

/** The values a dialog starts with. */
export const presetOf = (detail: Pick<DeploymentDetail, 'pin' | 'spec'>): SyncValues => ({
  revision: ownRevision(detail),
  prune: null,
  applyOnly: false,
  replace: detail.spec.syncPolicy.replace,
  force: detail.spec.syncPolicy.force,
})

/** The options of a run. What is as the deployment says is not sent: it may change until the run starts. */
export function optionsOf(
  values: SyncValues,
  detail: Pick<DeploymentDetail, 'pin' | 'spec'>,
): Omit<Partial<SyncOptions>, 'resources'> {
  const { revision, prune, applyOnly, replace, force } = values
  const { syncPolicy } = detail.spec
  return {
    ...(revision.trim() === ownRevision(detail) ? {} : { revision: revision.trim() }),
    ...(prune === null ? {} : { prune }),
    ...(replace === syncPolicy.replace ? {} : { replace }),
    ...(applyOnly ? { applyOnly } : {}),
    ...(force && !syncPolicy.force ? { force } : {}),
  }
}

const CHANGES: readonly PlanAction[] = ['create', 'update', 'replace', 'delete']

/** It is written or deleted, by the run itself: hooks for a failure only run when there is one. */
const isChange = ({ action, phase }: RunObject): boolean => CHANGES.includes(action) && phase !== 'SyncFail'

/** Objects that a person can choose one by one: no hooks, and of what is left alone only what waits to be chosen. */
export const isChoosable = ({ hook, action, why }: RunObject): boolean =>
  !hook && (action !== 'skip' || why?.reason === 'needs_confirmation')

/** Keys of the objects that are not as Git says. */
export const changedKeys = (objects: readonly RunObject[]): string[] =>
  objects.filter((object) => !object.hook && isChange(object)).map(({ key }) => key)

/** How much the run writes or deletes. */
export const countChanges = (objects: readonly RunObject[]): number => objects.filter(isChange).length

/** True when deletions are held back until a person says so. */
export const isGuarded = (objects: readonly RunObject[]): boolean =>
  objects.some(({ action, why }) => action === 'skip' && why !== null && GUARDS.includes(why.reason))

/** True when objects make the whole run impossible. */
export const isRefused = (objects: readonly RunObject[]): boolean =>
  objects.some(({ action, state }) => action === 'skip' && state === 'failed')

/** Objects by what is done with them; hooks for a failure are not among them. */
export function countActions(objects: readonly RunObject[]): ActionCounts {
  const counts: ActionCounts = { create: 0, update: 0, replace: 0, delete: 0, unchanged: 0, skip: 0 }
  for (const { action, phase } of objects) if (phase !== 'SyncFail') counts[action] += 1
  return counts
}

/** The keys that are sent: undefined for everything, null while they are not known yet. */
export function resourcesOf(
  scope: Scope,
  whole: readonly RunObject[] | null,
  chosen: ReadonlySet<string> | null,
): string[] | undefined | null {
  if (scope === 'all') return undefined
  if (whole === null) return null
  if (scope === 'outOfSync' || chosen === null) return changedKeys(whole)
  const keys = whole.filter(isChoosable).map(({ key }) => key)
  return keys.filter((key) => chosen.has(key))
}
