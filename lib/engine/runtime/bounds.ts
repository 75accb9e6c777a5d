/**
 * How much may go on at once in one process: in all, and of one cluster, one workspace and one repository, so that one that hangs leaves
 * room for the others. Each bound is smaller than the one it lies in: a repository cannot fill its workspace, nor a workspace its cluster.
 */

/** What a piece of work is of. */
export type Work = { clusterId: string; repositoryId: string; workspaceId: string }

export type Bounds = { total: number; perCluster: number; perWorkspace: number; perRepository: number }

type Given = { [Bound in keyof Omit<Bounds, 'total'>]?: number | undefined }

/** Shares of the whole for what is not given. */
const SHARES = { perCluster: 0.8, perWorkspace: 0.7, perRepository: 0.6 }

/** The bounds as somebody set them, each at least 1 and none larger than the one around it. */
export function boundsOf(total: number, given: Given): Bounds {
  const within = (outer: number, bound: keyof typeof SHARES) =>
    Math.max(1, Math.min(outer, given[bound] ?? Math.round(total * SHARES[bound])))
  const perCluster = within(total, 'perCluster')
  const perWorkspace = within(perCluster, 'perWorkspace')
  return { total, perCluster, perWorkspace, perRepository: within(perWorkspace, 'perRepository') }
}

/** As many claims as there are places for each of them: most deployments turn out to be as they were, which takes no place. */
export const claimBounds = (places: Bounds, lookahead: number): Bounds => ({
  total: places.total * lookahead,
  perCluster: places.perCluster * lookahead,
  perWorkspace: places.perWorkspace * lookahead,
  perRepository: places.perRepository * lookahead,
})

/** Whether the work may begin beside what is going on. */
export function hasRoom(running: readonly Work[], work: Work, bounds: Bounds): boolean {
  const count = (isSame: (other: Work) => boolean) => running.filter(isSame).length
  return (
    running.length < bounds.total &&
    count(({ clusterId }) => clusterId === work.clusterId) < bounds.perCluster &&
    count(({ workspaceId }) => workspaceId === work.workspaceId) < bounds.perWorkspace &&
    count(({ repositoryId }) => repositoryId === work.repositoryId) < bounds.perRepository
  )
}
