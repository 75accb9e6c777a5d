/** What an act on many deployments will do with each of them, as far as the list knows. Pure. */
import type { DeploymentRow } from '#lib/features/deployments/types.ts'

export const BATCH_KINDS = ['sync', 'refresh', 'pause', 'resume', 'delete'] as const
export type BatchKind = (typeof BATCH_KINDS)[number]

/** What is foretold from the list alone; what a synchronisation would do, the engine plans. */
export type ForecastKind = Exclude<BatchKind, 'sync'>

/** Its words are `deployments.batch.forecast.<key>`. */
export type Forecast =
  | { key: 'deleting' | 'hold' | 'manual' | 'again' | 'resume' | 'notPaused' | 'look' | 'deleteEmpty' }
  | { key: 'goes' | 'stays'; count: number }

/** The server will refuse it, or nothing will change: worth a second look before confirming. */
export const isIdle = ({ key }: Forecast): boolean => key === 'deleting' || key === 'manual' || key === 'notPaused'

type Row = Pick<DeploymentRow, 'deleting' | 'objectCount' | 'pause' | 'automated'>

function ofPause({ automated, pause }: Row): Forecast {
  if (pause) return { key: 'again' }
  return { key: automated ? 'hold' : 'manual' }
}

function ofDeletion({ objectCount }: Row, cascade: boolean): Forecast {
  if (objectCount === 0) return { key: 'deleteEmpty' }
  return { key: cascade ? 'goes' : 'stays', count: objectCount }
}

/** `cascade` matters to deletions only. A deletion may be asked for again; every other act is refused while one is under way. */
export function forecastOf(kind: ForecastKind, row: Row, cascade: boolean): Forecast {
  if (kind === 'delete') return ofDeletion(row, cascade)
  if (row.deleting) return { key: 'deleting' }
  if (kind === 'pause') return ofPause(row)
  if (kind === 'resume') return { key: row.pause ? 'resume' : 'notPaused' }
  return { key: 'look' }
}
