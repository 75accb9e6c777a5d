'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { callAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import type { PublicError } from '#lib/core/errors.ts'
import { previewDeployment } from '#lib/features/deployments/actions.ts'
import type { PreviewInput } from '#lib/features/deployments/schema.ts'
import type { DraftPreview } from '#lib/features/deployments/types.ts'
import { previewApi, type DevopsPlace } from '../urls.ts'
import { useSettled } from '#components/patterns/use-settled.ts'

/**
 * `waiting`: the form does not say enough yet; `computing`: what is shown, if anything, is of a draft of before; `forgotten`: the answer is
 * not kept any more, because the person has asked in many windows since.
 */
export type DraftPreviewState = 'waiting' | 'computing' | 'ready' | 'failed' | 'refused' | 'forgotten'

export type DraftPreviewView = {
  state: DraftPreviewState
  /** The newest answer, perhaps of a draft of before; null before the first. */
  answer: DraftPreview | null
  /** Why the request itself was refused. */
  error: PublicError | null
  again: () => void
}

/** Nobody wants a plan per key stroke. */
const SETTLE_MS = 400
/** Where a live event was missed. */
const POLL_MS = 5000

/** Has the engine plan the draft, and again whenever it changes. `input` null: the form is not complete. */
export function useDraftPreview(place: DevopsPlace, input: PreviewInput | null): DraftPreviewView {
  const [attempt, setAttempt] = useState(0)
  const [asked, setAsked] = useState<{ wanted: string; id: string } | null>(null)
  const [refused, setRefused] = useState<{ wanted: string; error: PublicError } | null>(null)
  const [answer, setAnswer] = useState<DraftPreview | null>(null)
  /** The newest preview of this form, also when its answer is not waited for any more: the next one takes its place. */
  const newest = useRef<string>(undefined)
  // A text, because the same draft in another object is no reason to plan anew.
  const wanted = input === null ? '' : JSON.stringify({ input: { ...place, ...input }, attempt })
  const settled = useSettled(wanted, SETTLE_MS)

  useEffect(() => {
    if (settled === '') return
    let isWanted = true
    const ask = async () => {
      const { input: draft } = JSON.parse(settled) as { input: Parameters<typeof previewDeployment>[0] }
      const result = await callAction(previewDeployment, { ...draft, replaces: newest.current })
      if (result.ok) newest.current = result.data.id
      if (!isWanted) return
      setRefused(result.ok ? null : { wanted: settled, error: result.error })
      if (result.ok) setAsked({ wanted: settled, id: result.data.id })
    }
    void ask()
    return () => {
      isWanted = false
    }
  }, [settled])

  const isPending = asked !== null && answer?.id !== asked.id
  const url = asked === null ? null : previewApi(place, asked.id)
  const { data } = useRemote<DraftPreview>('previews', url, undefined, isPending ? POLL_MS : undefined)
  const isAnswered = data !== undefined && data.id === asked?.id && isFinal(data)
  if (isAnswered && data.id !== answer?.id) setAnswer(data)
  return {
    state: stateOf(),
    answer,
    error: refused?.wanted === wanted ? refused.error : null,
    again: useCallback(() => setAttempt((before) => before + 1), []),
  }

  function stateOf(): DraftPreviewState {
    if (wanted === '') return 'waiting'
    if (refused?.wanted === wanted) return 'refused'
    if (asked?.wanted !== wanted) return 'computing'
    if (!isAnswered) return data?.id === asked.id && data.outcome.state === 'Forgotten' ? 'forgotten' : 'computing'
    return data.outcome.state === 'Succeeded' ? 'ready' : 'failed'
  }
}

const isFinal = ({ outcome }: DraftPreview): boolean => outcome.state === 'Succeeded' || outcome.state === 'Failed'
