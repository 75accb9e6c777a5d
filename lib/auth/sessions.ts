/**
 * Sessions in the database (docs/adr/0020): one row per sign-in, its times the database's own. A token only names the row, so ending a
 * session is deleting it: at once, for every web process, and for streams that are open.
 */
import type { Actor } from '#lib/authz/actor.ts'
import { env } from '#lib/config/env.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { loadActor } from './load-actor.ts'

/** All that a session token says: whose it is, and which session. */
export type SessionClaims = { userId: string; sessionId: string }
/** Where a person signs in, as they tell it: shown in the list of their sessions, trusted for nothing. */
export type Visitor = { address: string; userAgent: string }

export type SessionRow = Visitor & { id: string; startedAt: Date; seenAt: Date }

const LONGEST_USER_AGENT = 256
/** `seenAt` is written at most this often per session. Seconds. */
const SEEN_EVERY_SECONDS = 60
/** How far ahead of the database's clock a row may be: clocks are corrected by seconds, never by more without a fault. */
const SKEW_SECONDS = 60

/** How long a session may stay unused, and how long it lives whatever is done with it. Seconds. */
export function sessionLimits(): { idleSeconds: number; absoluteSeconds: number } {
  const { IEUM_SESSION_IDLE_MINUTES, IEUM_SESSION_HOURS } = env()
  return { idleSeconds: IEUM_SESSION_IDLE_MINUTES * 60, absoluteSeconds: IEUM_SESSION_HOURS * 3600 }
}

/** Begins a session under the version that the person had when they were checked, and removes rows of sessions that are over. */
export async function startSession(
  tx: Tx,
  { userId, sessionVersion }: { userId: string; sessionVersion: number },
  { address, userAgent }: Visitor,
): Promise<SessionClaims> {
  const sessionId = crypto.randomUUID()
  const { idleSeconds, absoluteSeconds } = sessionLimits()
  await tx.$executeRaw`
    DELETE FROM "Session" WHERE "seenAt" < now() - make_interval(secs => ${idleSeconds})
      OR "startedAt" < now() - make_interval(secs => ${absoluteSeconds})`
  await tx.$executeRaw`
    INSERT INTO "Session" ("id", "userId", "sessionVersion", "address", "userAgent", "startedAt", "seenAt")
    VALUES (${sessionId}::uuid, ${userId}::uuid, ${sessionVersion}, ${address}, ${userAgent.slice(0, LONGEST_USER_AGENT)}, now(), now())`
  return { userId, sessionId }
}

/**
 * The person of a session that is valid now by the database's clock: within both limits, not from the future (a clock that went back
 * prolongs nothing), not ended, its person not disabled. Null otherwise. `byPerson` says that the idle time begins anew.
 */
export async function actorOfSession(
  { userId, sessionId }: SessionClaims,
  { byPerson }: { byPerson: boolean },
): Promise<Actor | null> {
  const { idleSeconds, absoluteSeconds } = sessionLimits()
  const [session] = await db.$queryRaw<{ sessionVersion: number; due: boolean }[]>`
    SELECT "sessionVersion", "seenAt" < now() - make_interval(secs => ${SEEN_EVERY_SECONDS}) AS due FROM "Session"
    WHERE "id" = ${sessionId}::uuid AND "userId" = ${userId}::uuid
      AND "startedAt" > now() - make_interval(secs => ${absoluteSeconds})
      AND "seenAt" > now() - make_interval(secs => ${idleSeconds})
      AND "seenAt" <= now() + make_interval(secs => ${SKEW_SECONDS})`
  const actor = session && (await loadActor({ userId, sessionVersion: session.sessionVersion }))
  if (!actor) return null
  if (byPerson && session.due)
    await db.$executeRaw`UPDATE "Session" SET "seenAt" = now() WHERE "id" = ${sessionId}::uuid`
  return { ...actor, sessionId }
}

/** The person's sessions that are valid now, the one used last first. */
export async function sessionsOf(userId: string): Promise<SessionRow[]> {
  const { idleSeconds, absoluteSeconds } = sessionLimits()
  return db.$queryRaw<SessionRow[]>`
    SELECT s."id", s."address", s."userAgent", s."startedAt", s."seenAt" FROM "Session" s
    JOIN "User" u ON u."id" = s."userId" AND u."sessionVersion" = s."sessionVersion"
    WHERE s."userId" = ${userId}::uuid
      AND s."startedAt" > now() - make_interval(secs => ${absoluteSeconds})
      AND s."seenAt" > now() - make_interval(secs => ${idleSeconds})
    ORDER BY s."seenAt" DESC`
}

/** Ends one session of that person; false when they have no such session. */
export async function endSession({ userId, sessionId }: SessionClaims, client: Tx = db): Promise<boolean> {
  const { count } = await client.session.deleteMany({ where: { id: sessionId, userId } })
  return count > 0
}

/** Ends every session of a person, also those that begin at this moment with what was checked before. Answers with the new version. */
export async function endSessions(userId: string, client: Tx = db): Promise<number> {
  const { sessionVersion } = await client.user.update({
    where: { id: userId },
    data: { sessionVersion: { increment: 1 } },
    select: { sessionVersion: true },
  })
  await client.session.deleteMany({ where: { userId } })
  return sessionVersion
}
