'use client'
import { useState } from 'react'
import { useAction } from '#components/patterns/use-action.ts'
import type { PublicError } from '#lib/core/errors.ts'
import { testConnection } from '#lib/features/repositories/actions.ts'
import { REFUSED_BY_RULE, type ConnectionTest } from '#lib/features/repositories/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'

export type Connection = {
  /** The result for the URL that is in the field now; null when that URL has not been tested. */
  test: ConnectionTest | null
  pending: boolean
  /** The test itself could not be made, e.g. the console does not answer. */
  failure: PublicError | null
  /** Tests the URL; null when the test itself could not be made. */
  run: () => Promise<ConnectionTest | null>
}

/** Connection tests of one field; a result belongs to the URL it was made for and disappears when the URL is edited. */
export function useConnectionTest(place: DevopsPlace, url: string): Connection {
  const [tested, setTested] = useState<{ url: string; test: ConnectionTest } | null>(null)
  const { run, pending, error } = useAction(testConnection)
  return {
    test: tested?.url === url ? tested.test : null,
    pending,
    failure: error,
    run: async () => {
      const result = await run({ ...place, url })
      if (!result.ok) return null
      setTested({ url, test: result.data })
      return result.data
    },
  }
}

/** Our own rules refused the address: nothing can be saved with it, connected or not. */
export const isRefusedByRule = ({ reason }: ConnectionTest): boolean => REFUSED_BY_RULE.includes(reason)
