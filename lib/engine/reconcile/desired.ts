/** What Git wants: revision → commit → rendered objects → targets. */
import type { CommitInfo, ResolvedRevision } from '#lib/git/types.ts'
import type { RenderResult } from '#lib/render/types.ts'
import type { ClusterClient } from '../clusters/registry.ts'
import { WORKSPACE_LABEL } from '../model/labels.ts'
import { allowsClusterKind, allowsNamespace, allowsRepository, destinationRefusal } from '../model/policy.ts'
import type { Target } from '../model/target.ts'
import { type Why, why } from '../model/why.ts'
import { loadNeighbours } from '../store/neighbours.ts'
import { toTargets } from '../plan/targets.ts'
import { StageError, inStage } from './failure.ts'
import type { Look } from './pass.ts'

/** A commit with what it renders to. */
export type Wanted = {
  revision: ResolvedRevision
  commit: CommitInfo
  rendered: RenderResult
  targets: Target[]
  hooks: Target[]
  warnings: Why[]
}

/** Refuses what the DevOps project's policy refuses before anything is fetched. */
export function checkPolicy({ snapshot }: Look): void {
  const { policy, repository, cluster, namespace, projects, spec } = snapshot
  if (!allowsRepository(policy, repository)) {
    throw new StageError('policy', why('repository_not_allowed', { repository: repository.name }))
  }
  const refusal = destinationRefusal(policy, {
    cluster: cluster.name,
    namespace,
    isClusterOfWorkspace: snapshot.isClusterOfWorkspace,
    isProject: projects.has(namespace),
    createNamespace: spec.syncPolicy.createNamespace,
  })
  if (refusal) throw new StageError('policy', why(refusal, { cluster: cluster.name, project: namespace }))
}

/**
 * True when the destination namespace does not exist, as far as it had to be asked for.
 *
 * The destination must be the workspace's: a namespace that exists and does not say so belongs to somebody else, also where a project of
 * that name was registered before anybody could ask the cluster. Not asked again once something of the deployment is in it.
 */
export async function checkDestination({ snapshot }: Look, client: ClusterClient): Promise<boolean> {
  const { cluster, namespace, workspace, inventory } = snapshot
  if (inventory.some((entry) => entry.applied && entry.clusterId === cluster.id && entry.namespace === namespace))
    return false
  const id = { group: '', version: 'v1', kind: 'Namespace', namespace: '', name: namespace }
  const live = await inStage('cluster', () => client.api.get(id))
  if (live === null || live.metadata.labels?.[WORKSPACE_LABEL] === workspace.name) return live === null
  throw new StageError('policy', why('namespace_not_allowed', { namespace }))
}

/** The commit that the deployment follows: what its revision means now, or the one that a rollback pinned it to. */
export const resolveTracked = ({ snapshot, ports, notBefore }: Look): Promise<ResolvedRevision> =>
  inStage('source', () => {
    const revision = snapshot.pin?.commit ?? snapshot.spec.source.revision
    return ports.source.resolve(snapshot.repository.remote, revision, notBefore)
  })

/** The commit of a run: the one it began with, the revision a person named, or what the deployment tracks. */
export async function resolveRun(pass: Look, tracked: ResolvedRevision): Promise<ResolvedRevision> {
  const run = pass.snapshot.activeRun
  if (run === null) return tracked
  const { remote } = pass.snapshot.repository
  const exact = run.commit === '' ? run.revision : run.commit
  if (exact === '' || exact === tracked.commit) return tracked
  return inStage('source', () => pass.ports.source.resolve(remote, exact, pass.notBefore))
}

/** Fetches and renders a commit and turns the objects into targets for the cluster. */
export async function loadWanted(pass: Look, client: ClusterClient, revision: ResolvedRevision): Promise<Wanted> {
  const { snapshot, ports } = pass
  const { remote } = snapshot.repository
  const commit = await inStage('source', () => ports.source.commit(remote, revision))
  const kubeVersion = await inStage('cluster', () => client.kubeVersion())
  const rendered = await inStage('render', () =>
    ports.manifests(
      {
        remote,
        commit: revision.commit,
        source: snapshot.spec.source,
        namespace: snapshot.namespace,
        name: snapshot.name,
        kubeVersion,
      },
      neighboursOf(pass, revision, kubeVersion),
    ),
  )
  const discovery = await inStage('cluster', () => client.api.discover())
  const { policy, projects } = snapshot
  const cluster = snapshot.cluster.name
  const {
    objects: targets,
    hooks,
    deletionHooks,
  } = toTargets(rendered.objects, {
    deploymentId: snapshot.id,
    workspace: snapshot.workspace.name,
    namespace: snapshot.namespace,
    served: (group, version, kind) => discovery.find(group, version, kind) ?? null,
    isBroken: (group) => discovery.broken.includes(group),
    mayUseClusterKind: ({ group, kind }) => allowsClusterKind(policy, group, kind),
    mayUseNamespace: (namespace) => allowsNamespace(policy, { cluster, namespace, projects }),
    mayUseExternalIps: policy.externalIps,
    maySkipDryRun: snapshot.spec.syncPolicy.skipDryRunOnMissingResource,
  })
  const noObjects = targets.length === 0 ? [why('no_objects', { path: snapshot.spec.source.path })] : []
  const others = rendered.warnings.filter(({ reason }) => reason !== 'no_objects').map(toWarning)
  const ignored = deletionHooks.map((object) => why('deletion_hook_ignored', { object }))
  return { revision, commit, rendered, targets, hooks, warnings: [...noObjects, ...ignored, ...others] }
}

/** Who else will want this commit soon; nobody where it is not the one that the revision means, or where rendering failed before. */
function neighboursOf({ snapshot, rendersAlone }: Look, revision: ResolvedRevision, kubeVersion: string) {
  if (rendersAlone || revision.requested !== snapshot.spec.source.revision) return undefined
  return async () => (await loadNeighbours(snapshot)).map((neighbour) => ({ ...neighbour, kubeVersion }))
}

const toWarning = ({ reason, message, params }: RenderResult['warnings'][number]): Why => why(reason, params, message)
