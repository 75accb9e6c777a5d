/** The facts of the request that Next is serving. */
import 'server-only'
import { headers } from 'next/headers'
import { currentActor } from '#lib/auth/current-actor.ts'
import type { RequestFacts } from './pipeline.ts'

/** Set by proxy.ts for every request, whatever the client sent. */
export const REQUEST_ID_HEADER = 'x-request-id'
/** Path and query string of the page that was asked for; set by proxy.ts likewise. */
export const PATH_HEADER = 'x-request-path'

export async function currentRequest(): Promise<RequestFacts> {
  const list = await headers()
  return {
    requestId: list.get(REQUEST_ID_HEADER) ?? crypto.randomUUID(),
    origin: list.get('origin'),
    fetchSite: list.get('sec-fetch-site'),
    actor: currentActor,
  }
}
