/**
 * The managed objects of one cluster as they are now: one watch per kind on everything that carries our label, started when a kind is
 * first used. Reading asks the API server only where no watch can answer.
 */
import type { ApiKind, KubeApi, WatchEvent } from '#lib/kube/types.ts'
import { type KubeObject, type ResourceId, resourceIdOf, resourceKey } from '../model/resource.ts'
import { DEPLOYMENT_LABEL } from '../ownership/mark.ts'
import { type News, isNewer, newsOf } from './news.ts'

export interface LiveObjects {
  /** The object, or null when it does not exist. Throws what the Kubernetes door throws. */
  read(id: ResourceId): Promise<KubeObject | null>
  /** What a write answered: newer than what a watch has told so far. */
  remember(object: KubeObject): void
  /** A deletion was confirmed. */
  forget(id: ResourceId): void
  /** Watches these kinds from now on. */
  observe(kinds: readonly ApiKind[]): void
  /** True when the watches know every object of these kinds that carries our label. */
  covers(kinds: readonly ApiKind[]): boolean
}

type KindState = {
  objects: Map<string, KubeObject>
  /** The list is complete: what is not in `objects` does not exist, or does not carry our label. */
  isComplete: boolean
  /** Keys seen since the list began anew. */
  seen: Set<string>
}

export type NewsListener = (deploymentId: string, news: Exclude<News, null>) => void

const kindKey = (kind: { group: string; version: string; kind: string }) => `${kind.group}/${kind.version}/${kind.kind}`

/** Watches end when `signal` aborts. */
export function createLiveObjects(api: KubeApi, onNews: NewsListener, signal: AbortSignal): LiveObjects {
  const kinds = new Map<string, KindState>()

  const tell = (object: KubeObject | undefined, news: News) => {
    const deploymentId = object?.metadata.labels?.[DEPLOYMENT_LABEL]
    if (deploymentId && news) onNews(deploymentId, news)
  }

  const put = (state: KindState, object: KubeObject) => {
    const key = resourceKey(resourceIdOf(object))
    state.seen.add(key)
    const known = state.objects.get(key)
    if (!isNewer(object, known)) return
    state.objects.set(key, object)
    tellFormerOwner(known, object)
    // During the first list everything is new; what it means for a deployment is found by its own passes.
    if (known || state.isComplete) tell(object, newsOf(known, object))
  }

  /** An object that another deployment took over is gone for the one that had it, whoever wrote it. */
  const tellFormerOwner = (known: KubeObject | undefined, next: KubeObject) => {
    if (known && known.metadata.labels?.[DEPLOYMENT_LABEL] !== next.metadata.labels?.[DEPLOYMENT_LABEL])
      tell(known, 'drift')
  }

  const drop = (state: KindState, key: string, last?: KubeObject) => {
    const known = state.objects.get(key)
    // The end of an object that was made again meanwhile.
    if (last && !isNewer(last, known)) return
    state.objects.delete(key)
    tell(known, newsOf(known, undefined))
  }

  const complete = (state: KindState) => {
    for (const key of [...state.objects.keys()]) if (!state.seen.has(key)) drop(state, key)
    state.isComplete = true
    state.seen = new Set()
  }

  const handle = (state: KindState, event: WatchEvent) => {
    switch (event.type) {
      case 'ADDED':
      case 'MODIFIED':
        return put(state, event.object)
      case 'DELETED':
        return drop(state, resourceKey(resourceIdOf(event.object)), event.object)
      case 'SYNCED':
        return complete(state)
      case 'LOST':
        state.isComplete = false
        state.seen = new Set()
    }
  }

  return {
    async read(id) {
      const state = kinds.get(kindKey(id))
      const known = state?.isComplete ? state.objects.get(resourceKey(id)) : undefined
      return known ?? (await api.get(id))
    },

    remember(object) {
      const id = resourceIdOf(object)
      const state = kinds.get(kindKey(id))
      const known = state?.objects.get(resourceKey(id))
      if (state && isNewer(object, known)) {
        tellFormerOwner(known, object)
        state.objects.set(resourceKey(id), object)
        state.seen.add(resourceKey(id))
      }
    },

    forget(id) {
      kinds.get(kindKey(id))?.objects.delete(resourceKey(id))
    },

    covers: (wanted) => wanted.every((kind) => kinds.get(kindKey(kind))?.isComplete === true),

    observe(wanted) {
      for (const kind of wanted) {
        if (kinds.has(kindKey(kind)) || !kind.verbs.includes('watch')) continue
        const state: KindState = { objects: new Map(), isComplete: false, seen: new Set() }
        kinds.set(kindKey(kind), state)
        api.watch(kind, { labelSelector: DEPLOYMENT_LABEL }, (event) => handle(state, event), signal)
      }
    },
  }
}
