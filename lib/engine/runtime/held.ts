/** The claims this process holds: renewed while work goes on, and known to be lost the moment they may be. */
import { type Claim, LeaseLost, renewClaims } from '../store/claims.ts'

export const LEASE_SECONDS = 10
const RENEW_MS = (LEASE_SECONDS / 3) * 1000
/** A write must reach the API server while the lease still holds. */
const MARGIN_MS = 2000

export interface Held {
  /** Counts a claim as held; `askedAt` is when the claiming statement was sent. */
  add(claim: Claim, askedAt: number): void
  drop(claim: Claim): void
  /** Throws `LeaseLost` when the claim cannot be proven by this process's own clock, which also runs while the process is stopped. */
  guard(claim: Claim): void
  stop(): void
}

/** `now` is a monotonic clock in milliseconds. Renewal goes on until `stop`; a database that is away lets the claims run out. */
export function createHeld(now: () => number, onError: (error: unknown) => void): Held {
  const claims = new Map<Claim, number>()
  const provenUntil = (askedAt: number) => askedAt + LEASE_SECONDS * 1000 - MARGIN_MS

  const renew = async () => {
    if (claims.size === 0) return
    const asked = [...claims.keys()]
    const askedAt = now()
    const kept = await renewClaims(asked, LEASE_SECONDS)
    for (const claim of asked) {
      if (claims.has(claim)) claims.set(claim, kept.has(claim.deploymentId) ? provenUntil(askedAt) : 0)
    }
  }

  const timer = setInterval(() => void renew().catch(onError), RENEW_MS)

  return {
    add: (claim, askedAt) => claims.set(claim, provenUntil(askedAt)),
    drop: (claim) => claims.delete(claim),
    guard(claim) {
      if (now() >= (claims.get(claim) ?? 0)) throw new LeaseLost(claim.deploymentId)
    },
    stop: () => clearInterval(timer),
  }
}
