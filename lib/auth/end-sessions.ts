/** Revoking sessions: tokens cannot be taken back, so the version they carry stops being the right one. */
import { db, type Tx } from '#lib/db/client.ts'
import type { SessionClaims } from './load-actor.ts'

/** Ends every session of the person who holds this one. Ending it twice is once. */
export async function endSessions({ userId, sessionVersion }: SessionClaims, client: Tx = db): Promise<void> {
  await client.user.updateMany({
    where: { id: userId, sessionVersion },
    data: { sessionVersion: { increment: 1 } },
  })
}
