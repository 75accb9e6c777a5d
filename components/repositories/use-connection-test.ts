'use client'
import { useState } from 'react'
import { useAction } from '#components/patterns/use-action.ts'
import type { PublicError } from '#lib/core/errors.ts'
import { testConnection } from '#lib/features/repositories/actions.ts'
import { REFUSED_BY_RULE, type ConnectionTest } from '#lib/features/repositories/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'

export type Connection = {
  /** The result for the URL and credential that are chosen now; null when these have not been tested. */
  test: ConnectionTest | null
  pending: boolean
  /** The test itself could not be made, e.g. the console does not answer. */
  failure: PublicError | null
  /** Tests the URL; null when the test itself could not be made. */
  run: () => Promise<ConnectionTest | null>
}

/** Connection tests of one form; a result belongs to the URL and credential it was made with and disappears when one is changed. */
export function useConnectionTest(place: DevopsPlace, url: string, credential: string | null): Connection {
  const [tested, setTested] = useState<{ url: string; credential: string | null; test: ConnectionTest } | null>(null)
  const { run, pending, error } = useAction(testConnection)
  return {
    test: tested?.url === url && tested.credential === credential ? tested.test : null,
    pending,
    failure: error,
    run: async () => {
      const result = await run({ ...place, url, credential })
      if (!result.ok) return null
      setTested({ url, credential, test: result.data })
      return result.data
    },
  }
}

/** Our own rules refused the address: nothing can be saved with it, connected or not. */
export const isRefusedByRule = ({ reason }: ConnectionTest): boolean => REFUSED_BY_RULE.includes(reason)
