/**
 * The session cookie: an encrypted token of next-auth that holds the user's id, the session's id and its own times, nothing else.
 * Its life is absolute: it is never extended. Whether the session is still one, the database says (sessions.ts).
 */
import 'server-only'
import { cookies } from 'next/headers'
import { decode as decodeToken, encode as encodeToken, type JWTDecodeParams, type JWTEncodeParams } from 'next-auth/jwt'
import { z } from 'zod'
import { env } from '#lib/config/env.ts'
import { sessionLimits, type SessionClaims } from './sessions.ts'

const claimsSchema = z.object({ sub: z.uuid(), sid: z.uuid() })

/** Token fields of a session. */
export const toToken = ({ userId, sessionId }: SessionClaims) => ({ sub: userId, sid: sessionId })

export function claimsOf(token: unknown): SessionClaims | null {
  const result = claimsSchema.safeParse(token)
  return result.success ? { userId: result.data.sub, sessionId: result.data.sid } : null
}

/**
 * Browsers share cookies between ports of one host: a cookie of a console on plain http carries the port in its name, so that two
 * installations side by side do not sign each other out. With https the `__Host-` prefix pins it to this host.
 */
export function sessionCookie(base: string = env().NEXTAUTH_URL) {
  const { protocol, port } = new URL(base)
  const secure = protocol === 'https:'
  const name = secure ? '__Host-ieum-session' : `ieum-session${port ? `-${port}` : ''}`
  return { name, options: { httpOnly: true, sameSite: 'strict' as const, path: '/', secure } }
}

/** A cookie that stands beside the session's, under the same rules. */
export function cookieBeside(suffix: string) {
  const { name, options } = sessionCookie()
  return { name: name.replace('ieum-session', `ieum-${suffix}`), options }
}

/** Encrypts a token. One that was decoded before keeps its end: reading a session does not prolong it. */
export async function encode({ token, secret, maxAge, salt }: JWTEncodeParams): Promise<string> {
  const end = token?.['exp']
  const remaining =
    typeof end === 'number' ? end - Math.floor(Date.now() / 1000) : (maxAge ?? sessionLimits().absoluteSeconds)
  return encodeToken({ secret, salt: salt ?? '', maxAge: Math.max(0, remaining), ...(token && { token }) })
}

/** Opens a token; null for one that is foreign, damaged or past its end. */
export async function decode(params: JWTDecodeParams) {
  return decodeToken(params).catch(() => null)
}

/** The token of the current request's cookie, unopened. */
export async function sessionToken(): Promise<string | undefined> {
  return (await cookies()).get(sessionCookie().name)?.value
}

/** The claims of a token; null for one that is not valid now. */
export async function openSession(token: string | undefined): Promise<SessionClaims | null> {
  return token ? claimsOf(await decode({ token, secret: env().NEXTAUTH_SECRET })) : null
}

/** The claims of the current request's cookie; null without a valid one. */
export const readSession = async (): Promise<SessionClaims | null> => openSession(await sessionToken())

/** Gives the browser of the current action a new session. */
export async function writeSession(claims: SessionClaims): Promise<void> {
  const { name, options } = sessionCookie()
  const maxAge = sessionLimits().absoluteSeconds
  const token = await encode({ token: toToken(claims), secret: env().NEXTAUTH_SECRET, maxAge })
  ;(await cookies()).set(name, token, { ...options, maxAge })
}

/** Takes the session away from the browser of the current action. */
export async function clearSession(): Promise<void> {
  const { name, options } = sessionCookie()
  ;(await cookies()).set(name, '', { ...options, maxAge: 0 })
}
