'use client'
import { useQueryClient } from '@tanstack/react-query'
import { unstable_rethrow } from 'next/navigation'
import { useCallback, useState, useTransition } from 'react'
import type { ActionResult, PublicError } from '#lib/core/errors.ts'
import { goToLogIn, NO_ANSWER } from './fetch-json.ts'
import { readAgain } from './read-again.ts'

export type ServerAction<Input, Data> = (input: Input) => Promise<ActionResult<Data>>

export type UsedAction<Input, Data> = {
  /** Calls the action; never throws. A second call while one is under way is answered by the action itself. */
  run: (input: Input) => Promise<ActionResult<Data>>
  pending: boolean
  /** Why the last call failed; null before the first call and after a success. */
  error: PublicError | null
  reset: () => void
}

/**
 * Calls a server action: keeps whether it is under way and why it failed, reads lists again after a success, and leads to the log-in
 * page when the session has ended. A server that does not answer is `UNAVAILABLE`.
 */
export function useAction<Input, Data>(
  action: ServerAction<Input, Data>,
  onSuccess?: (data: Data, input: Input) => void,
): UsedAction<Input, Data> {
  const queries = useQueryClient()
  const [error, setError] = useState<PublicError | null>(null)
  const [pending, startTransition] = useTransition()

  const run = useCallback(
    (input: Input) =>
      new Promise<ActionResult<Data>>((resolve) => {
        startTransition(async () => {
          const result = await callAction(action, input)
          setError(result.ok ? null : result.error)
          if (result.ok) {
            readAgain(queries)
            onSuccess?.(result.data, input)
          }
          resolve(result)
        })
      }),
    [action, onSuccess, queries],
  )
  return { run, pending, error, reset: useCallback(() => setError(null), []) }
}

/** A refused log-in is also UNAUTHENTICATED, but names its reason. */
const isSessionEnded = (error: PublicError): boolean => error.code === 'UNAUTHENTICATED' && error.reason === undefined

/** Calls an action that changes nothing that is shown, so that no list has to be read again; otherwise as `useAction`. Never throws. */
export async function callAction<Input, Data>(
  action: ServerAction<Input, Data>,
  input: Input,
): Promise<ActionResult<Data>> {
  try {
    const result = await action(input)
    if (!result.ok && isSessionEnded(result.error)) goToLogIn()
    return result
  } catch (error) {
    // Next's own control flow (a redirect) is not a failure.
    unstable_rethrow(error)
    return { ok: false, error: NO_ANSWER }
  }
}
