'use client'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { FailureView } from '#components/patterns/failure-view.tsx'
import type { PublicError } from '#lib/core/errors.ts'

/** A page whose data could not be read: the reason, and another try. */
export function PageFailure({ failure, headingLevel = 1 }: { failure: PublicError; headingLevel?: 1 | 2 }) {
  const router = useRouter()
  const [retrying, startTransition] = useTransition()
  return (
    <FailureView
      failure={failure}
      headingLevel={headingLevel}
      onRetry={() => startTransition(() => router.refresh())}
      retrying={retrying}
    />
  )
}
