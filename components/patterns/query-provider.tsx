'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { RequestFailure } from './fetch-json.ts'

/** Codes that another try may change. */
const PASSING = new Set(['UPSTREAM', 'TIMEOUT', 'UNAVAILABLE', 'RATE_LIMITED'])

const makeClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // Freshness comes from live events, not from a clock.
        staleTime: 60_000,
        retry: (failures, error) => failures < 2 && error instanceof RequestFailure && PASSING.has(error.failure.code),
      },
    },
  })

/** One query cache per browser tab. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient)
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
