'use client'
import { useAction, type UsedAction } from '#components/patterns/use-action.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import {
  deleteDeployments,
  pauseDeployments,
  refreshDeployments,
  resumeDeployments,
  syncDeployments,
} from '#lib/features/deployments/actions.ts'
import type { BatchItem } from '#lib/features/deployments/types.ts'
import type { DevopsPlace } from '../urls.ts'
import type { BatchKind } from './forecast.ts'

export type BatchInput = DevopsPlace & {
  names: string[]
  /** By name, the digest of the plan that was shown. */
  plans: Record<string, string>
  /** Why it is paused. */
  reason: string
  /** Whether the objects go with their deployment, and what was typed to confirm it. */
  cascade: boolean
  confirmation: string
}

/** Stable functions: `useAction` keeps the one it was given. */
const SENDERS: Record<BatchKind, (input: BatchInput) => Promise<ActionResult<BatchItem[]>>> = {
  sync: ({ workspace, devopsProject, names, plans }) =>
    syncDeployments({ workspace, devopsProject, names, plans, options: {} }),
  refresh: ({ workspace, devopsProject, names }) => refreshDeployments({ workspace, devopsProject, names }),
  pause: ({ workspace, devopsProject, names, reason }) => pauseDeployments({ workspace, devopsProject, names, reason }),
  resume: ({ workspace, devopsProject, names }) => resumeDeployments({ workspace, devopsProject, names }),
  delete: ({ workspace, devopsProject, names, cascade, confirmation }) =>
    deleteDeployments({ workspace, devopsProject, names, cascade, confirmation }),
}

/** The server's act for many deployments; its answer has a line for each. */
export const useBatch = (kind: BatchKind): UsedAction<BatchInput, BatchItem[]> => useAction(SENDERS[kind])
