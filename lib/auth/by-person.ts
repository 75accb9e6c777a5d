/**
 * Whether a request is a person's doing. An open page asks by itself every few seconds; that alone must not keep a session alive. The page
 * sets a cookie whenever it is touched, for a minute: what it asks within that minute counts. So do opening a page and calling an action.
 */
export const ACTIVE_COOKIE = 'ieum-active'
/** How long one touch counts. Seconds. */
export const ACTIVE_SECONDS = 60

type HeaderReader = { get(name: string): string | null }

/** Pure. The cookie is no secret: whoever can forge it holds the session, and could as well open a page. */
export function isByPerson(headers: HeaderReader, isActive: boolean): boolean {
  return isActive || headers.get('next-action') !== null || (headers.get('accept') ?? '').startsWith('text/html')
}
