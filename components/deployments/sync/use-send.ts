'use client'
import { useEffect, useState } from 'react'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import type { PublicError } from '#lib/core/errors.ts'
import type { SyncOptions } from '#lib/engine/model/spec.ts'
import { syncDeployment } from '#lib/features/deployments/actions.ts'
import type { RunDetail } from '#lib/features/deployments/types.ts'
import { runApi, type DevopsPlace } from '../urls.ts'

export type Send = {
  send: (options: Partial<SyncOptions>) => void
  /** Asked for, and not yet known whether it begins as it was shown. */
  pending: boolean
  error: PublicError | null
  /** The run that was asked for and has not begun; null before, and when it was refused. */
  number: number | null
}

/**
 * Starts the synchronisation. With `expectedPlan` it waits until the engine has begun it or has found that the plan is another one by
 * now; without, it is started when it is accepted. `onChanged` must stay the same function.
 */
export function useSend(
  place: DevopsPlace,
  name: string,
  { onStarted, onChanged }: { onStarted: (number: number) => void; onChanged: () => void },
): Send {
  const [number, setNumber] = useState<number | null>(null)
  const { run, pending, error } = useAction(syncDeployment)
  const { data } = useRemote<RunDetail>('deployments', number === null ? null : runApi(place, name, number))
  const begun = data?.number === number && data?.phase !== 'Pending' ? data : undefined
  const isChanged = begun?.why?.reason === 'plan_changed'
  // On its own, so that another `onStarted` is no reason to tell the change again.
  useEffect(() => {
    if (isChanged) onChanged()
  }, [isChanged, onChanged])
  useEffect(() => {
    if (begun && !isChanged) onStarted(begun.number)
  }, [begun, isChanged, onStarted])
  const send = async (options: Partial<SyncOptions>) => {
    const result = await run({ ...place, name, options })
    if (!result.ok) return
    if (options.expectedPlan === undefined) onStarted(result.data.number)
    else setNumber(result.data.number)
  }
  const isOpen = number !== null && !isChanged
  return { send: (options) => void send(options), pending: pending || isOpen, error, number: isOpen ? number : null }
}
