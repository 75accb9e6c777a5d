/** The actor of the request that Next is serving. */
import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { ACTIVE_COOKIE, isByPerson } from './by-person.ts'
import { readSession } from './session.ts'
import { actorOfSession } from './sessions.ts'

/** Read from the database once per request; null without a valid session. */
export const currentActor = cache(async () => {
  const claims = await readSession()
  if (!claims) return null
  const byPerson = isByPerson(await headers(), (await cookies()).has(ACTIVE_COOKIE))
  return actorOfSession(claims, { byPerson })
})
