/**
 * The mark by which Ieum knows an object as its own (gitops-engine's tracking id, with a deployment's id instead of its name, so
 * that renaming keeps ownership): annotation `ieum.dev/tracking` = `<deploymentId>:<group>/<kind>:<namespace>/<name>`.
 * The label `ieum.dev/deployment` only serves watches; ownership is never decided by it.
 */
import type { KubeObject, ResourceId } from '../model/resource.ts'
import { parseApiVersion } from '../model/resource.ts'

export const TRACKING_ANNOTATION = 'ieum.dev/tracking'
export const DEPLOYMENT_LABEL = 'ieum.dev/deployment'

export type Mark = { deploymentId: string } & Omit<ResourceId, 'version'>

/** The text of the annotation. Cluster-scoped objects have an empty namespace, the core group is empty. */
export const formatMark = (deploymentId: string, id: Omit<ResourceId, 'version'>): string =>
  `${deploymentId}:${id.group}/${id.kind}:${id.namespace}/${id.name}`

/** Reads the annotation's text; null when it is not one. Names may contain ":" (RBAC), so only the first two divide. */
export function parseMark(text: string): Mark | null {
  const match = /^(?<deploymentId>[^:]+):(?<group>[^/:]*)\/(?<kind>[^/:]+):(?<namespace>[^/]*)\/(?<name>[^/]+)$/.exec(
    text,
  )
  const { deploymentId, group, kind, namespace, name } = match?.groups ?? {}
  if (!deploymentId || group === undefined || !kind || namespace === undefined || !name) return null
  return { deploymentId, group, kind, namespace, name }
}

/**
 * Id of the deployment that owns the object, or null. A mark that does not describe the object that carries it was copied
 * (operators copy annotations to their children): such an object is nobody's and is never deleted.
 */
export function ownerOf(object: KubeObject): string | null {
  const mark = parseMark(object.metadata.annotations?.[TRACKING_ANNOTATION] ?? '')
  if (mark === null) return null
  const isItself =
    mark.group === parseApiVersion(object.apiVersion).group &&
    mark.kind === object.kind &&
    mark.namespace === (object.metadata.namespace ?? '') &&
    mark.name === object.metadata.name
  return isItself ? mark.deploymentId : null
}
