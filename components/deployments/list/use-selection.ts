'use client'
import { useState } from 'react'
import type { DeploymentRow } from '#lib/features/deployments/types.ts'

export type ChosenRows = {
  names: ReadonlySet<string>
  setNames: (names: ReadonlySet<string>) => void
  /** The chosen deployments as they were last seen: on this page as they are now, on other pages as they were there. */
  rows: readonly DeploymentRow[]
}

/** Which deployments are chosen. A choice survives paging and searching; what it does is shown name by name before it is done. */
export function useSelection(shown: readonly DeploymentRow[]): ChosenRows {
  const [chosen, setChosen] = useState<ReadonlyMap<string, DeploymentRow>>(new Map())
  const now = new Map(shown.map((row) => [row.name, row]))
  return {
    names: new Set(chosen.keys()),
    setNames: (names) =>
      setChosen(
        new Map(
          [...names].flatMap((name) => {
            const row = now.get(name) ?? chosen.get(name)
            return row ? [[name, row] as const] : []
          }),
        ),
      ),
    rows: [...chosen.values()].map((row) => now.get(row.name) ?? row),
  }
}
