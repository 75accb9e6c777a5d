'use client'
import { useState } from 'react'
import { useAction } from '#components/patterns/use-action.ts'
import type { PublicError } from '#lib/core/errors.ts'
import { testCluster } from '#lib/features/clusters/actions.ts'
import type { ClusterTest } from '#lib/features/clusters/types.ts'

export type TestState = {
  /** Of the kubeconfig that is in the field now; null when that one has not been tested. */
  test: ClusterTest | null
  /** Our rules refused the kubeconfig, or the test could not be made. */
  failure: PublicError | null
  pending: boolean
  run: () => void
}

/** Connection tests of one field; a result belongs to the text it was made for and disappears when the text is edited. */
export function useClusterTest(kubeconfig: string): TestState {
  const [tested, setTested] = useState<{ kubeconfig: string; test: ClusterTest | null } | null>(null)
  const { run, pending, error } = useAction(testCluster)
  const isCurrent = tested?.kubeconfig === kubeconfig
  const start = async () => {
    const result = await run({ kubeconfig })
    setTested({ kubeconfig, test: result.ok ? result.data : null })
  }
  return {
    test: isCurrent ? tested.test : null,
    failure: isCurrent ? error : null,
    pending,
    run: () => void start(),
  }
}
