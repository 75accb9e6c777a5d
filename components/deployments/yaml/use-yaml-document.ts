'use client'
import { useState } from 'react'
import type { DeploymentYaml } from '#lib/features/deployments/types.ts'

export type YamlDocument = {
  text: string
  setText: (text: string) => void
  /** The saved text that saving replaces. */
  base: string
  /** The version that saving replaces. */
  version: number
  dirty: boolean
  /** What somebody else saved since; null while the text is based on the newest. */
  newer: DeploymentYaml | null
  /** Gives up the own text for the newest. */
  takeNewer: () => void
  /** Keeps the own text as a change of the newest: the difference before saving then shows what it would undo. */
  keepMine: () => void
}

/** A text that is edited while others may save too. A newer version with the same text (only the alias changed) is taken silently. */
export function useYamlDocument(latest: DeploymentYaml): YamlDocument {
  const [base, setBase] = useState(latest)
  const [text, setText] = useState(latest.yaml)
  const isNewer = latest.version > base.version
  const changed = isNewer && latest.yaml !== base.yaml
  return {
    text,
    setText,
    base: base.yaml,
    version: changed ? base.version : latest.version,
    dirty: text !== base.yaml,
    newer: changed ? latest : null,
    takeNewer: () => {
      setBase(latest)
      setText(latest.yaml)
    },
    keepMine: () => setBase(latest),
  }
}
