'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'

const makeClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // Freshness comes from live events, not from a clock.
        staleTime: 60_000,
        // A person is told of the first failure; `useRemote` tries again while it is shown.
        retry: false,
      },
    },
  })

/** One query cache per browser tab. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient)
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
