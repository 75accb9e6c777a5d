/** Where a request comes from, as far as it can be known. */
const LONGEST_ADDRESS = 64

/**
 * The last entry of `X-Forwarded-For`: what the nearest proxy saw. Without a proxy Next fills the header with the peer's address unless
 * the client sent one, so it can be forged there; the throttle does not rely on it alone.
 */
export function clientAddress(forwardedFor: string | null | undefined): string {
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? ''
  return last.slice(0, LONGEST_ADDRESS) || 'unknown'
}
