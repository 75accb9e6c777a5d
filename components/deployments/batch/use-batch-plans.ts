'use client'
import { useEffect, useState } from 'react'
import { callAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import type { PublicError } from '#lib/core/errors.ts'
import { syncDeployments } from '#lib/features/deployments/actions.ts'
import { MOST_PLANS } from '#lib/features/deployments/schema.ts'
import type { BatchPlan } from '#lib/features/deployments/types.ts'
import { batchPlansApi, type DevopsPlace } from '../urls.ts'

/** What is known of the plan of one deployment: nothing yet, that none is made, or the plan. */
export type RowPlan = { number: number } | { refusal: PublicError } | { plan: BatchPlan }

/** Where a live event was missed. */
const POLL_MS = 5000

/**
 * Has the engine plan a synchronisation of each of these deployments, a few at a time; nothing is written. Names that are absent from the
 * answer wait for their turn. `names` null: nothing is planned.
 */
export function useBatchPlans(place: DevopsPlace, names: readonly string[] | null): ReadonlyMap<string, RowPlan> {
  const [rows, setRows] = useState<ReadonlyMap<string, RowPlan>>(new Map())
  const open = [...rows].flatMap(([name, row]) => ('number' in row ? [`${name}:${row.number}`] : []))
  const next = open.length > 0 ? [] : (names ?? []).filter((name) => !rows.has(name)).slice(0, MOST_PLANS)
  const { workspace, devopsProject } = place
  // A text, because the same names in another list are no reason to plan anew.
  const wanted = next.length === 0 ? '' : JSON.stringify({ workspace, devopsProject, names: next })

  useEffect(() => {
    if (wanted === '') return
    let isWanted = true
    const input = JSON.parse(wanted) as DevopsPlace & { names: string[] }
    const ask = async () => {
      const result = await callAction(syncDeployments, { ...input, options: { dryRun: true } })
      if (!isWanted) return
      const found = result.ok
        ? result.data.map(({ name, number, refusal }): [string, RowPlan] => [
            name,
            refusal === null ? { number: number ?? 0 } : { refusal },
          ])
        : input.names.map((name): [string, RowPlan] => [name, { refusal: result.error }])
      setRows((before) => new Map([...before, ...found]))
    }
    void ask()
    return () => {
      isWanted = false
    }
  }, [wanted])

  const url = open.length === 0 ? null : batchPlansApi(place, open)
  const { data } = useRemote<BatchPlan[]>('deployments', url, undefined, POLL_MS)
  const made = (data ?? []).filter(({ name, number }) => open.includes(`${name}:${number}`))
  if (made.length > 0) setRows(new Map([...rows, ...made.map((plan): [string, RowPlan] => [plan.name, { plan }])]))
  return rows
}
