/** Headers that proxy.ts puts on requests and answers. Pure. */

/** Id of the request in log lines, audit rows and errors; whatever the client sent under this name is overwritten. */
export const REQUEST_ID_HEADER = 'x-request-id'
/** Path and query string of the page that was asked for, so that logging in can lead back to it. */
export const PATH_HEADER = 'x-request-path'
/** For the few scripts and styles that carry the nonce themselves. */
export const NONCE_HEADER = 'x-nonce'

/** Scripts and styles only of our own origin or with this answer's nonce; nothing framed, embedded or sent elsewhere. */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    // React's development build explains errors with eval; the production build has none.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

type Facts = { requestId: string; path: string; nonce: string; policy: string }

/** The request's headers as the application sees them. Next reads the nonce from the policy. */
export function requestHeaders(given: Headers, { requestId, path, nonce, policy }: Facts): Headers {
  const headers = new Headers(given)
  headers.set(REQUEST_ID_HEADER, requestId)
  // Header values are bytes; a path is percent-encoded already, anything else in it is not worth a way back.
  headers.set(PATH_HEADER, /^[\x21-\x7e]{1,2048}$/.test(path) ? path : '/')
  headers.set(NONCE_HEADER, nonce)
  headers.set('content-security-policy', policy)
  return headers
}
