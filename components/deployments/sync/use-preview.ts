'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import type { PublicError } from '#lib/core/errors.ts'
import type { SyncOptions } from '#lib/engine/model/spec.ts'
import { syncDeployment } from '#lib/features/deployments/actions.ts'
import type { RunDetail } from '#lib/features/deployments/types.ts'
import { isActive } from '../run-view.ts'
import { runApi, type DevopsPlace } from '../urls.ts'

/** `ready`: `plan` is of what was asked for now; `failed`: it cannot be carried out or could not be made, `plan` says why. */
export type PreviewState = 'off' | 'computing' | 'ready' | 'failed' | 'refused'

export type Preview = {
  state: PreviewState
  /** The newest plan, perhaps of the options of before; null before the first. */
  plan: RunDetail | null
  /** Why no plan was made at all. */
  error: PublicError | null
  /** Makes it anew. */
  again: () => void
}

/** Nobody wants a plan per key stroke. */
const SETTLE_MS = 500

type Options = Partial<SyncOptions>
type Wanted = DevopsPlace & { name: string; options: Options }

/** Has the engine plan what these options would do, and again whenever they change; nothing is written. */
export function usePreview(place: DevopsPlace, name: string, options: Options, enabled: boolean): Preview {
  const [attempt, setAttempt] = useState(0)
  const [asked, setAsked] = useState<{ wanted: string; number: number } | null>(null)
  const [refused, setRefused] = useState<{ wanted: string; error: PublicError } | null>(null)
  const [plan, setPlan] = useState<RunDetail | null>(null)
  const isFirst = useRef(true)
  const { run } = useAction(syncDeployment)
  const { workspace, devopsProject } = place
  // A text, because the same options in another object are no reason to plan anew.
  const wanted = JSON.stringify({ workspace, devopsProject, name, options, attempt })

  useEffect(() => {
    if (!enabled) return
    let isWanted = true
    const ask = async () => {
      const { attempt: _, ...input } = JSON.parse(wanted) as Wanted & { attempt: number }
      const result = await run({ ...input, options: { ...input.options, dryRun: true } })
      if (!isWanted) return
      setRefused(result.ok ? null : { wanted, error: result.error })
      if (result.ok) setAsked({ wanted, number: result.data.number })
    }
    const timer = setTimeout(() => void ask(), isFirst.current ? 0 : SETTLE_MS)
    isFirst.current = false
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [enabled, run, wanted])

  const number = asked?.number
  const { data } = useRemote<RunDetail>('deployments', number === undefined ? null : runApi(place, name, number))
  const isMade = data !== undefined && data.number === number && !isActive(data)
  if (isMade && data !== plan) setPlan(data)
  return {
    state: stateOf(),
    plan,
    error: enabled && refused?.wanted === wanted ? refused.error : null,
    again: useCallback(() => setAttempt((before) => before + 1), []),
  }

  function stateOf(): PreviewState {
    if (!enabled) return 'off'
    if (refused?.wanted === wanted) return 'refused'
    if (asked?.wanted !== wanted || !isMade) return 'computing'
    return data.phase === 'Succeeded' ? 'ready' : 'failed'
  }
}
