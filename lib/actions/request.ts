/** The facts of the request that Next is serving. */
import 'server-only'
import { headers } from 'next/headers'
import { currentActor } from '#lib/auth/current-actor.ts'
import { REQUEST_ID_HEADER } from './headers.ts'
import type { RequestFacts } from './pipeline.ts'

export async function currentRequest(): Promise<RequestFacts> {
  const list = await headers()
  return {
    requestId: list.get(REQUEST_ID_HEADER) ?? crypto.randomUUID(),
    origin: list.get('origin'),
    fetchSite: list.get('sec-fetch-site'),
    actor: currentActor,
  }
}
