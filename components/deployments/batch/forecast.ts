/** What an act on many deployments will do with each of them, as far as the list knows. Pure. */
import type { DeploymentRow } from '#lib/features/deployments/types.ts'

export const BATCH_KINDS = ['sync', 'refresh', 'pause', 'resume', 'delete'] as const
export type BatchKind = (typeof BATCH_KINDS)[number]

/** Its words are `deployments.batch.forecast.<key>`. */
export type Forecast =
  | {
      key:
        'deleting' | 'same' | 'compare' | 'hold' | 'manual' | 'again' | 'resume' | 'notPaused' | 'look' | 'deleteEmpty'
    }
  | { key: 'running'; number: number }
  | { key: 'pinned'; commit: string }
  | { key: 'apply' | 'goes' | 'stays'; count: number }

/** The server will refuse it, or nothing will change: worth a second look before confirming. */
export const isIdle = ({ key }: Forecast): boolean =>
  key === 'deleting' || key === 'running' || key === 'manual' || key === 'notPaused'

type Row = Pick<
  DeploymentRow,
  'deleting' | 'activeRun' | 'sync' | 'outOfSyncCount' | 'objectCount' | 'pin' | 'pause' | 'automated'
>

function ofSync({ activeRun, pin, sync, outOfSyncCount }: Row): Forecast {
  if (activeRun) return { key: 'running', number: activeRun.number }
  if (pin) return { key: 'pinned', commit: pin.commit.slice(0, 7) }
  if (sync === 'Synced') return { key: 'same' }
  return sync === 'OutOfSync' && outOfSyncCount > 0 ? { key: 'apply', count: outOfSyncCount } : { key: 'compare' }
}

function ofPause({ automated, pause }: Row): Forecast {
  if (pause) return { key: 'again' }
  return { key: automated ? 'hold' : 'manual' }
}

function ofDeletion({ objectCount }: Row, cascade: boolean): Forecast {
  if (objectCount === 0) return { key: 'deleteEmpty' }
  return { key: cascade ? 'goes' : 'stays', count: objectCount }
}

/** `cascade` matters to deletions only. A deletion may be asked for again; every other act is refused while one is under way. */
export function forecastOf(kind: BatchKind, row: Row, cascade: boolean): Forecast {
  if (kind === 'delete') return ofDeletion(row, cascade)
  if (row.deleting) return { key: 'deleting' }
  if (kind === 'sync') return ofSync(row)
  if (kind === 'pause') return ofPause(row)
  if (kind === 'resume') return { key: row.pause ? 'resume' : 'notPaused' }
  return { key: 'look' }
}
