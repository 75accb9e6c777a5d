/** Where to go after signing in: a path of this console, whatever was asked for. */

/**
 * The path, query and fragment of `wanted` when it leads into `origin`; "/" for everything else: other hosts, `//host`, backslashes,
 * control characters, other schemes, junk. Never throws.
 */
export function safePath(wanted: string, origin: string): string {
  if (/[\u0000-\u001f\u007f\\]/.test(wanted)) return '/'
  let url: URL
  try {
    url = new URL(wanted, origin)
  } catch {
    return '/'
  }
  if (url.origin !== origin || url.username || url.password) return '/'
  const path = `${url.pathname}${url.search}${url.hash}`
  return path.startsWith('//') || path.startsWith('/api/') || path.startsWith('/login') ? '/' : path
}
