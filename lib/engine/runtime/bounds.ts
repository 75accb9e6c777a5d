/** How much may go on at once: in all, per cluster and per repository, so that one that hangs leaves room for the others. */
export type Bounds = { total: number; perCluster: number; perRepository: number }

/** No more passes than the database pool has connections: each holds at most one at a time, most of the time none. */
export const DEFAULT_BOUNDS: Bounds = { total: 10, perCluster: 8, perRepository: 8 }

type Work = { clusterId: string; repositoryId: string }

/** Room for more work, and the clusters and repositories that have none. */
export function roomFor(
  running: Iterable<Work>,
  bounds: Bounds,
): { free: number; clusters: string[]; repositories: string[] } {
  const work = [...running]
  const full = (idOf: (work: Work) => string, limit: number) => {
    const counts = Map.groupBy(work, idOf)
    return [...counts].filter(([, own]) => own.length >= limit).map(([id]) => id)
  }
  return {
    free: Math.max(0, bounds.total - work.length),
    clusters: full(({ clusterId }) => clusterId, bounds.perCluster),
    repositories: full(({ repositoryId }) => repositoryId, bounds.perRepository),
  }
}
