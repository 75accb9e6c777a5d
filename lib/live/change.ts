/** What the database tells of a change, and what a browser is told of it: only which lists to read again. */
import { z } from 'zod'

/** The channel that the triggers of prisma/migrations notify. */
export const CHANGES_CHANNEL = 'ieum_changes'

const changeSchema = z.object({
  t: z.enum(['deployment', 'repository', 'cluster', 'preview']),
  d: z.uuid().nullable(),
  id: z.uuid(),
})
export type Change = z.output<typeof changeSchema>

/** Lists of the console that a change makes stale. */
export type Topic = 'deployments' | 'repositories' | 'clusters' | 'services' | 'previews'

/** Null for a payload of another build. */
export function parseChange(payload: string): Change | null {
  try {
    const result = changeSchema.safeParse(JSON.parse(payload))
    return result.success ? result.data : null
  } catch {
    return null
  }
}

/** The rows that a stream is about, by id. */
export type Interest = {
  /** DevOps projects whose deployments and repositories count. */
  devopsProjects: ReadonlySet<string>
  clusters: ReadonlySet<string>
  /** A change of a deployment is news for this list. */
  deploymentTopic: 'deployments' | 'services'
}

/** The topic of a change for a stream; null when it is none of its business. */
export function topicFor({ t, d, id }: Change, interest: Interest): Topic | null {
  if (t === 'cluster') return interest.clusters.has(id) ? 'clusters' : null
  if (d === null || !interest.devopsProjects.has(d)) return null
  if (t === 'preview') return 'previews'
  return t === 'deployment' ? interest.deploymentTopic : 'repositories'
}
