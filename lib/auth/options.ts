/** next-auth: the credentials provider over our own check, sessions as encrypted tokens, our own pages. */
import 'server-only'
import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { REQUEST_ID_HEADER } from '#lib/actions/headers.ts'
import { workOf } from '#lib/audit/record.ts'
import { env } from '#lib/config/env.ts'
import { AppError, type ErrorCode } from '#lib/core/errors.ts'
import { withTransaction } from '#lib/db/client.ts'
import { signInSchema } from '#lib/features/users/schema.ts'
import { recordSignIn } from '#lib/features/users/sign-in.ts'
import { logger } from '#lib/observability/logger.ts'
import { clientAddress } from './address.ts'
import { safePath } from './safe-path.ts'
import { claimsOf, cookieBeside, decode, encode, sessionCookie, toToken } from './session.ts'
import { endSession, sessionLimits, type SessionClaims } from './sessions.ts'
import { verifyCredentials } from './verify-credentials.ts'

const headerText = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Refusals of what somebody typed, a name that no database can hold among them. */
const REFUSALS: readonly ErrorCode[] = ['UNAUTHENTICATED', 'RATE_LIMITED', 'VALIDATION']

/** A refusal is null (next-auth then says "CredentialsSignin"); what is no refusal stays an error. Signing in is recorded. */
async function authorize(credentials: unknown, headers: Record<string, unknown> | undefined) {
  const input = signInSchema.pick({ username: true, password: true }).strip().safeParse(credentials)
  if (!input.success) return null
  try {
    const visitor = {
      address: clientAddress(headerText(headers?.['x-forwarded-for'])),
      userAgent: headerText(headers?.['user-agent']) ?? '',
    }
    const user = await verifyCredentials(input.data, visitor.address)
    const requestId = headerText(headers?.[REQUEST_ID_HEADER]) ?? ''
    const { claims } = await withTransaction((tx) => recordSignIn(workOf(tx, requestId, null), { user, visitor }, '/'))
    return { id: user.userId, ...claims }
  } catch (error) {
    if (error instanceof AppError && REFUSALS.includes(error.code)) return null
    throw error
  }
}

/** Built per request: the environment is only known when the process runs. */
export function authOptions(): NextAuthOptions {
  const maxAge = sessionLimits().absoluteSeconds
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge, updateAge: maxAge },
    jwt: { maxAge, encode, decode },
    pages: { signIn: '/login', signOut: '/login', error: '/login' },
    cookies: { sessionToken: sessionCookie(), csrfToken: cookieBeside('csrf'), callbackUrl: cookieBeside('callback') },
    providers: [
      CredentialsProvider({
        credentials: { username: { type: 'text' }, password: { type: 'password' } },
        authorize: (credentials, request) => authorize(credentials, request.headers),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? toToken(user as unknown as SessionClaims) : token),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => new URL(safePath(url, new URL(baseUrl).origin), baseUrl).href,
    },
    events: {
      signOut: async ({ token }) => {
        const claims = claimsOf(token)
        if (claims) await endSession(claims)
      },
    },
    logger: {
      error: (code, metadata) => logger.error({ code, metadata }, 'next-auth'),
      warn: (code) => logger.warn({ code }, 'next-auth'),
      debug: () => undefined,
    },
  }
}
