/** The namespace that a project is. */
import { AppError } from '#lib/core/errors.ts'
import { projectLabels, WORKSPACE_LABEL } from '#lib/engine/model/labels.ts'
import type { KubeApi } from '#lib/kube/types.ts'

const idOf = (name: string) => ({ group: '', version: 'v1', kind: 'Namespace', namespace: '', name })

/**
 * Creates the namespace with the project's labels, or labels one that exists. Throws PRECONDITION `namespace_not_allowed` for one that
 * says it belongs to another workspace. Doing it twice is once.
 */
export async function ensureNamespace(kube: KubeApi, names: { workspace: string; project: string }): Promise<void> {
  const id = idOf(names.project)
  const labels = projectLabels(names.workspace, names.project)
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
