/** Letting go of a hook's object. */
import { AppError } from '#lib/core/errors.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { HOOK_FINALIZER } from '../model/labels.ts'
import type { KubeObject, ResourceId } from '../model/resource.ts'

/** Takes our finalizer from a hook's object. Does nothing when it carries none or is gone. */
export async function releaseHook(api: KubeApi, id: ResourceId, live: KubeObject): Promise<void> {
  let current: KubeObject | null = live
  for (let attempt = 1; current !== null; attempt++) {
    const { finalizers = [], resourceVersion, uid } = current.metadata
    if (!finalizers.includes(HOOK_FINALIZER)) return
    try {
      const others = finalizers.filter((name) => name !== HOOK_FINALIZER)
      await api.mergePatch(id, { metadata: { uid, resourceVersion, finalizers: others } })
      return
    } catch (error) {
      // Its controller wrote at the same moment, or it is gone.
      const isStale = error instanceof AppError && (error.code === 'CONFLICT' || error.code === 'NOT_FOUND')
      if (!isStale || attempt === 5) throw error
      current = await api.get(id)
    }
  }
}
