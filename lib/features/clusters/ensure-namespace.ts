/** The namespace that a project is. */
import { AppError } from '#lib/core/errors.ts'
import { projectLabels, WORKSPACE_LABEL } from '#lib/engine/model/labels.ts'
import type { KubeApi } from '#lib/kube/types.ts'

const idOf = (name: string) => ({ group: '', version: 'v1', kind: 'Namespace', namespace: '', name })

/**
 * Creates the namespace with the project's labels, or completes the labels of one that names the workspace. Throws PRECONDITION
 * `namespace_not_allowed` for one that exists and does not: whoever may name a project would otherwise take over what others run in the
 * cluster. Doing it twice is once.
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
  if (present[WORKSPACE_LABEL] !== names.workspace)
    throw new AppError('PRECONDITION', { reason: 'namespace_not_allowed', params: { namespace: names.project } })
  const isLabelled = Object.entries(labels).every(([label, value]) => present[label] === value)
  if (!isLabelled) await kube.mergePatch(id, { metadata: { labels } })
}
