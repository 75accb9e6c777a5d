/** Health of one object and of a whole deployment, in the words of the console. */
import type { Why } from './why.ts'

/** Best first; "worse" means later in this list (the order Argo CD's users know). */
export const HEALTH_STATUSES = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'] as const
export type HealthStatus = (typeof HEALTH_STATUSES)[number]

/** `why` is null only for an object that is simply Healthy. */
export type Health = { status: HealthStatus; why: Why | null }

/** An object that causes the health of its deployment. */
export type HealthCause = Health & { key: string }

/** Minutes after which Progressing is shown as stalled. The status stays what it is: nobody knows whether it will still end well. */
export const STALLED_AFTER_MINUTES = 10

export type SyncStatus = 'Synced' | 'OutOfSync' | 'Unknown'
