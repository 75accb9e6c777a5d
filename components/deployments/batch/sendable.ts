/** What of a batch is asked for, by what its plans say. Pure. */
import type { RowPlan } from './use-batch-plans.ts'

/**
 * Everything but what cannot be carried out as it was planned. Where a plan was shown, exactly that is asked for (ADR 0014); where none is
 * there, the deployment's own settings decide. `settled`: of how many it is known.
 */
export function sendable(names: readonly string[], rows: ReadonlyMap<string, RowPlan>) {
  const plans: Record<string, string> = {}
  const sent: string[] = []
  let settled = 0
  for (const name of names) {
    const row = rows.get(name)
    if (row !== undefined && !('number' in row)) settled += 1
    if (row === undefined || !('plan' in row)) sent.push(name)
    else if (row.plan.planDigest !== null) {
      sent.push(name)
      plans[name] = row.plan.planDigest
    }
  }
  return { names: sent, plans, settled }
}
