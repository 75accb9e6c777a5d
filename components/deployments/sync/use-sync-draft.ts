'use client'
import { useCallback, useState } from 'react'
import type { SyncOptions } from '#lib/engine/model/spec.ts'
import type { DeploymentDetail, RunDetail } from '#lib/features/deployments/types.ts'
import type { DevopsPlace } from '../urls.ts'
import { type Choosing, isGuarded, optionsOf, presetOf, resourcesOf, type Scope, type SyncValues } from './plan-view.ts'
import { usePreview, type Preview } from './use-preview.ts'

export type SyncDraft = {
  values: SyncValues
  change: (change: Partial<SyncValues>) => void
  scope: Scope
  setScope: (scope: Scope) => void
  /** Pruning as it is ticked. */
  prune: boolean
  /** Deletions wait until a person ticks pruning or chooses them. */
  isGuarded: boolean
  /** Keys that are sent: undefined: everything, null: not known yet. */
  resources: string[] | undefined | null
  /** What is sent. */
  options: Partial<SyncOptions>
  /** The plan of exactly what is sent. */
  shown: Preview
  /** The plan whose objects are listed, and which of them; choosing lists everything that could be chosen. */
  listed: RunDetail | null
  only: ReadonlySet<string> | null
  choosing: Choosing | null
  /** Makes the plan anew. */
  replan: () => void
}

/**
 * A synchronisation that is being put together: what is chosen, and the plans of it. It begins with everything, or with the object of the
 * key `only`.
 */
export function useSyncDraft(place: DevopsPlace, detail: DeploymentDetail, only?: string): SyncDraft {
  const { name, activeRun, spec } = detail
  const [values, setValues] = useState(() => presetOf(detail))
  const [scope, setScope] = useState<Scope>(only === undefined ? 'all' : 'chosen')
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(() => (only === undefined ? null : new Set([only])))
  const isFree = activeRun === null
  const base = optionsOf(values, detail)
  const whole = usePreview(place, name, base, isFree)
  const resources = resourcesOf(scope, whole.plan?.objects ?? null, chosen)
  const options = resources ? { ...base, resources } : base
  // After the whole plan, because a second preview would take the place of the first.
  const isSettled = whole.state === 'ready' || whole.state === 'failed'
  const part = usePreview(
    place,
    name,
    options,
    isFree && isSettled && resources !== undefined && resources?.length !== 0,
  )
  const shown = scope === 'all' || !isSettled || isEmptyFailure(whole) ? whole : part
  const guarded = values.prune === null && isGuarded(whole.plan?.objects ?? [])
  return {
    values,
    change: useCallback((change: Partial<SyncValues>) => setValues((before) => ({ ...before, ...change })), []),
    ...{ scope, setScope, resources, options, shown },
    // What waits for a person is ticked by that person only.
    prune: values.prune ?? (spec.syncPolicy.automated?.prune === true && !guarded),
    isGuarded: guarded,
    ...listOf(scope, whole, part, new Set(resources)),
    choosing: scope === 'chosen' ? { keys: new Set(resources), onKeys: setChosen } : null,
    replan: whole.again,
  }
}

/** The plan could not be made at all, so that there is nothing to choose from. */
const isEmptyFailure = ({ state, plan }: Preview): boolean => state === 'failed' && plan?.objects.length === 0

/** What is listed: the plan of the choice once it is there, until then what it will be of the whole one. */
function listOf(scope: Scope, whole: Preview, part: Preview, keys: ReadonlySet<string>) {
  if (scope !== 'outOfSync') return { listed: whole.plan, only: null }
  return part.state === 'ready' ? { listed: part.plan, only: null } : { listed: whole.plan, only: keys }
}
