/** next-auth's own HTTP door: CSRF token, session, sign-out, and the credentials callback over the same check as the log-in form. */
import 'server-only'
import NextAuth from 'next-auth'
import { z } from 'zod'
import { PUBLIC } from '#lib/actions/definition.ts'
import { defineRoute } from '#lib/actions/define-route.ts'
import { env } from '#lib/config/env.ts'
import { AppError } from '#lib/core/errors.ts'
import { authOptions } from './options.ts'

const MAX_BODY_BYTES = 16 * 1024

/** The path is next-auth's to read; its query string is too. */
const authInput = z.looseObject({ nextauth: z.array(z.string().max(64)).min(1).max(3) })

export const authRoute = defineRoute({
  name: 'auth.next-auth',
  scope: 'public',
  permission: PUBLIC,
  input: authInput,
  respond: async (_, { nextauth }, request) => {
    if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw new AppError('VALIDATION')
    // next-auth takes its own address from the environment and from nothing that a client can send.
    process.env['NEXTAUTH_URL'] ??= env().NEXTAUTH_URL
    const response: unknown = await NextAuth(request, { params: { nextauth } }, authOptions())
    return response as Response
  },
})
