/** The actor of the request that Next is serving. */
import 'server-only'
import { cache } from 'react'
import { loadActor } from './load-actor.ts'
import { readSession } from './session.ts'

/** Read from the database once per request; null without a valid session. */
export const currentActor = cache(async () => {
  const claims = await readSession()
  return claims ? loadActor(claims) : null
})
