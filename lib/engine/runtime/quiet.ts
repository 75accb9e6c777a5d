/**
 * Deployments of which this process knows that nothing has changed since its last pass: neither what people want (the claim brings a stamp
 * of those rows), nor the commit, nor, as the watches tell, any object. Such a deployment is looked at without reading it from the
 * database, rendering or comparing anything.
 */
import type { ApiKind } from '#lib/kube/types.ts'
import type { GitRemote } from '#lib/git/types.ts'
import type { LiveObjects } from '../observe/live-objects.ts'
import type { Source } from '../source/source.ts'
import type { Claim } from '../store/claims.ts'

/** What a pass found that left nothing to do: Synced, no run, no condition. */
export type Settled = {
  remote: GitRemote
  revision: string
  commit: string
  live: LiveObjects
  kinds: readonly ApiKind[]
}

export interface Quiet {
  /** A pass begins; news that arrive from here on count against it. */
  begin(deploymentId: string): void
  /** The pass found the deployment settled, or (null) not. */
  end(claim: Claim, settled: Settled | null): void
  /** A watch told something about the deployment. */
  disturb(deploymentId: string): void
  /** Whether everything still is as the last pass left it. Never throws: what cannot be told is not quiet. */
  check(claim: Claim, notBefore: number): Promise<boolean>
}

/** After so long everything is looked at again, whatever is known: rows that no stamp covers, admission rules, defaults of a kind. */
const FULL_PASS_MS = 15 * 60_000

type Kept = Settled & { token: bigint; stamp: string; at: number }

/** `now` is a monotonic clock in milliseconds. */
export function createQuiet(source: Pick<Source, 'resolve'>, now: () => number): Quiet {
  const kept = new Map<string, Kept>()
  const begun = new Set<string>()

  return {
    begin(deploymentId) {
      kept.delete(deploymentId)
      begun.add(deploymentId)
    },
    end(claim, settled) {
      const { deploymentId, token, stamp } = claim
      // Disturbed during the pass, it is no longer among those that began.
      if (begun.delete(deploymentId) && settled) kept.set(deploymentId, { ...settled, token, stamp, at: now() })
    },
    disturb(deploymentId) {
      kept.delete(deploymentId)
      begun.delete(deploymentId)
    },
    async check(claim, notBefore) {
      const known = kept.get(claim.deploymentId)
      if (known === undefined || !isOfSameRows(known, claim) || now() - known.at > FULL_PASS_MS) return false
      if (!known.live.covers(known.kinds)) return false
      try {
        const { commit } = await source.resolve(known.remote, known.revision, notBefore)
        if (commit !== known.commit || kept.get(claim.deploymentId) !== known) return false
      } catch {
        return false
      }
      kept.set(claim.deploymentId, { ...known, token: claim.token })
      return true
    },
  }
}

/** Nobody else has had the lease since, and what people want is what it was. */
const isOfSameRows = (known: Kept, { token, stamp, isBusy }: Claim): boolean =>
  known.token + 1n === token && known.stamp === stamp && !isBusy
