/** The namespace that a project is. */
import { AppError } from '#lib/core/errors.ts'
import type { KubeApi } from '#lib/kube/types.ts'

/** Labels by which a namespace tells whose project it is. */
export const WORKSPACE_LABEL = 'ieum.dev/workspace'
export const PROJECT_LABEL = 'ieum.dev/project'

const idOf = (name: string) => ({ group: '', version: 'v1', kind: 'Namespace', namespace: '', name })

/**
 * Creates the namespace with the project's labels, or labels one that exists. Throws PRECONDITION `namespace_not_allowed` for one that
 * says it belongs to another workspace. Doing it twice is once.
 */
export async function ensureNamespace(kube: KubeApi, names: { workspace: string; project: string }): Promise<void> {
  const id = idOf(names.project)
  const labels = { [WORKSPACE_LABEL]: names.workspace, [PROJECT_LABEL]: names.project }
  const live = await kube.get(id)
  if (!live) {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: names.project, labels } }
    await kube.create(id, JSON.stringify(namespace))
    return
  }
  const present = live.metadata.labels ?? {}
  const owner = present[WORKSPACE_LABEL]
  if (owner !== undefined && owner !== names.workspace)
    throw new AppError('PRECONDITION', {
      reason: 'namespace_not_allowed',
      params: { namespace: names.project, workspace: owner },
    })
  const isLabelled = Object.entries(labels).every(([label, value]) => present[label] === value)
  if (!isLabelled) await kube.mergePatch(id, { metadata: { labels } })
}
