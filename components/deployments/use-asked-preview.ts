'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useRemote } from '#components/patterns/use-remote.ts'
import { useSettled } from '#components/patterns/use-settled.ts'
import type { ActionResult, PublicError } from '#lib/core/errors.ts'
import type { AskedPreview } from '#lib/features/deployments/types.ts'

/**
 * `waiting`: there is nothing to ask yet; `computing`: what is shown, if anything, is of what was asked before; `forgotten`: the answer is
 * not kept any more, because the person has asked in many windows since.
 */
export type AskedPreviewState = 'waiting' | 'computing' | 'ready' | 'failed' | 'refused' | 'forgotten'

export type AskedPreviewView<Plan> = {
  state: AskedPreviewState
  /** The newest answer, perhaps to what was asked before; null before the first. */
  answer: AskedPreview<Plan> | null
  /** Why the request itself was refused. */
  error: PublicError | null
  again: () => void
}

/** `replaces`: the one of before, which nobody reads any more. */
export type AskPreview<Input> = (
  input: Input & { replaces?: string | undefined },
) => Promise<ActionResult<{ id: string }>>

/** Nobody wants a plan per key stroke. */
const SETTLE_MS = 400
/** Where a live event was missed. */
const POLL_MS = 5000

/**
 * Has the engine plan what `input` says, and again whenever it changes. `input` null: there is nothing to ask yet. `ask` must stay the
 * same function; `urlOf` says where an answer is read.
 */
export function useAskedPreview<Input extends object, Plan>(
  input: Input | null,
  ask: AskPreview<Input>,
  urlOf: (id: string) => string,
): AskedPreviewView<Plan> {
  const [attempt, setAttempt] = useState(0)
  const [asked, setAsked] = useState<{ wanted: string; id: string } | null>(null)
  const [refused, setRefused] = useState<{ wanted: string; error: PublicError } | null>(null)
  const [answer, setAnswer] = useState<AskedPreview<Plan> | null>(null)
  /** The newest preview, also when its answer is not waited for any more: the next one takes its place. */
  const newest = useRef<string>(undefined)
  // A text, because the same wish in another object is no reason to plan anew.
  const wanted = input === null ? '' : JSON.stringify({ input, attempt })
  const settled = useSettled(wanted, SETTLE_MS)

  useEffect(() => {
    if (settled === '') return
    let isWanted = true
    const send = async () => {
      const wish = JSON.parse(settled) as { input: Input }
      const result = await ask({ ...wish.input, replaces: newest.current })
      if (result.ok) newest.current = result.data.id
      if (!isWanted) return
      setRefused(result.ok ? null : { wanted: settled, error: result.error })
      if (result.ok) setAsked({ wanted: settled, id: result.data.id })
    }
    void send()
    return () => {
      isWanted = false
    }
  }, [ask, settled])

  const isPending = asked !== null && answer?.id !== asked.id
  const url = asked === null ? null : urlOf(asked.id)
  const { data } = useRemote<AskedPreview<Plan>>('previews', url, undefined, isPending ? POLL_MS : undefined)
  const isAnswered = data !== undefined && data.id === asked?.id && isFinal(data)
  if (isAnswered && data.id !== answer?.id) setAnswer(data)
  return {
    state: stateOf(),
    answer,
    error: refused?.wanted === wanted ? refused.error : null,
    again: useCallback(() => setAttempt((before) => before + 1), []),
  }

  function stateOf(): AskedPreviewState {
    if (wanted === '') return 'waiting'
    if (refused?.wanted === wanted) return 'refused'
    if (asked?.wanted !== wanted) return 'computing'
    if (!isAnswered) return data?.id === asked.id && data.outcome.state === 'Forgotten' ? 'forgotten' : 'computing'
    return data.outcome.state === 'Succeeded' ? 'ready' : 'failed'
  }
}

const isFinal = ({ outcome }: AskedPreview<unknown>): boolean =>
  outcome.state === 'Succeeded' || outcome.state === 'Failed'
