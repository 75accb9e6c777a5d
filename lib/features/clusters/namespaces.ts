/** Namespaces of projects as people make, take, release and delete them. Whose a namespace is, its workspace label says. */
import { AppError } from '#lib/core/errors.ts'
import { PROJECT_LABEL, projectLabels, WORKSPACE_LABEL } from '#lib/engine/model/labels.ts'
import type { KubeObject, ResourceId } from '#lib/engine/model/resource.ts'
import type { KubeApi } from '#lib/kube/types.ts'

type Names = { workspace: string; project: string }

const idOf = (name: string): ResourceId => ({ group: '', version: 'v1', kind: 'Namespace', namespace: '', name })

export const findNamespace = (kube: KubeApi, name: string): Promise<KubeObject | null> => kube.get(idOf(name))

const NAMESPACE = {
  ...{ group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
  verbs: ['list'],
}

export const listNamespaces = (kube: KubeApi): Promise<KubeObject[]> => kube.list(NAMESPACE)

/** The workspace that a namespace names as its owner; empty when it names none. */
export const ownerOfNamespace = (namespace: KubeObject): string => namespace.metadata.labels?.[WORKSPACE_LABEL] ?? ''

const exists = (name: string): AppError =>
  new AppError('CONFLICT', {
    reason: 'namespace_exists',
    fields: { name: { code: 'name_taken' } },
    params: { namespace: name },
  })

/** Throws CONFLICT `namespace_exists` at the name: what exists is taken over by adoption only, never by creating. */
export async function requireNewNamespace(kube: KubeApi, name: string): Promise<void> {
  if ((await findNamespace(kube, name)) !== null) throw exists(name)
}

/** Makes the namespace with the project's labels; one that appeared meanwhile is refused as by `requireNewNamespace`. */
export async function createNamespace(kube: KubeApi, { workspace, project }: Names): Promise<void> {
  const metadata = { name: project, labels: projectLabels(workspace, project) }
  try {
    await kube.create(idOf(project), JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata }))
  } catch (error) {
    throw error instanceof AppError && error.code === 'CONFLICT' ? exists(project) : error
  }
}

/** Writes the project's labels on a namespace that exists. Throws CONFLICT `version_changed` when it is not the one that was looked at. */
export async function labelNamespace(kube: KubeApi, names: Names, resourceVersion: string): Promise<void> {
  const metadata = { resourceVersion, labels: projectLabels(names.workspace, names.project) }
  try {
    await kube.mergePatch(idOf(names.project), { metadata })
  } catch (error) {
    throw error instanceof AppError && error.code === 'CONFLICT'
      ? new AppError('CONFLICT', { reason: 'version_changed', cause: error })
      : error
  }
}

/** Takes the project's labels off; a namespace that is gone or names another workspace stays as it is. */
export async function releaseNamespace(kube: KubeApi, { workspace, project }: Names): Promise<void> {
  const live = await findNamespace(kube, project)
  if (live === null || ownerOfNamespace(live) !== workspace) return
  await kube.mergePatch(idOf(project), { metadata: { labels: { [WORKSPACE_LABEL]: null, [PROJECT_LABEL]: null } } })
}

/**
 * Deletes the namespace with everything in it; one that is gone already is done. Throws PRECONDITION `namespace_not_allowed` for one that
 * does not name the workspace: somebody else made it meanwhile.
 */
export async function deleteNamespace(kube: KubeApi, { workspace, project }: Names): Promise<void> {
  const live = await findNamespace(kube, project)
  if (live === null) return
  if (ownerOfNamespace(live) !== workspace)
    throw new AppError('PRECONDITION', { reason: 'namespace_not_allowed', params: { namespace: project } })
  const { uid } = live.metadata
  await kube.delete(idOf(project), { propagation: 'background', ...(uid === undefined ? {} : { uid }) })
}
