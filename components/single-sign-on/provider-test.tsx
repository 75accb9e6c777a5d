'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { useAction } from '#components/patterns/use-action.ts'
import type { PublicError } from '#lib/core/errors.ts'
import { testProviderConnection } from '#lib/features/single-sign-on/actions.ts'
import type { TestedProvider } from '#lib/features/single-sign-on/types.ts'

export type ProviderTest = {
  tested: TestedProvider | null
  failure: PublicError | null
  pending: boolean
  run: (input: { issuer: string; clientId: string }) => void
}

/** Asks a provider whether it can be used. */
export function useProviderTest(): ProviderTest {
  const [tested, setTested] = useState<TestedProvider | null>(null)
  const { run, pending, error } = useAction(testProviderConnection)
  const start = async (input: { issuer: string; clientId: string }) => {
    const result = await run(input)
    setTested(result.ok ? result.data : null)
  }
  return { tested, failure: error, pending, run: (input) => void start(input) }
}

/** What the last test found; nothing before the first. */
export function TestNotice({ test: { tested, failure } }: { test: ProviderTest }) {
  const t = useTranslations('singleSignOn.test')
  if (failure !== null) return <FailureNotice failure={failure} />
  if (tested === null) return null
  return (
    <div role="status">
      <Banner tone="info" title={t('ok')}>
        {t('keys', { count: tested.keys })} {t(tested.saysPkce ? 'pkce' : 'pkceUnsaid')}
      </Banner>
    </div>
  )
}
