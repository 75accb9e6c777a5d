/**
 * Before every request: an id, and the Content-Security-Policy with a fresh nonce. Headers only — nothing is authorised here, because a
 * change of the matcher must never open a door. The headers that never change are in next.config.js. Deliveries of Git hosts go past it: it
 * would read their bodies whole before their door could refuse them.
 */
import { NextResponse, type NextRequest } from 'next/server'
import { contentSecurityPolicy, requestHeaders } from '#lib/actions/headers.ts'

export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const requestId = crypto.randomUUID()
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const path = request.nextUrl.pathname + request.nextUrl.search
  const headers = requestHeaders(request.headers, { requestId, path, nonce, policy })
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-request-id', requestId)
  if (process.env['NEXTAUTH_URL']?.startsWith('https:'))
    response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
  return response
}

export const config = { matcher: '/((?!_next/static|_next/image|favicon.ico|api/webhooks/).*)' }
