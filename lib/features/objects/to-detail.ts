/** One live object → what is shown of it. Pure. */
import { healthOf, maskObject } from '#lib/engine/door.ts'
import { resourceIdOf, type KubeObject } from '#lib/engine/model/resource.ts'
import { writeYaml } from '#lib/features/deployments/public.ts'
import { actsOf, replicasOf } from './acts.ts'
import { dataOf, readConditions, readEvent, readPod, type ContainerStatus } from './read.ts'
import type { ContainerInfo, EventRow, FieldManager, ObjectCondition, ObjectDetail, PodInfo } from './types.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const MASK = '••••••'
/** Characters of a manifest that are shown. */
const LONGEST = 300_000

export const isSecret = ({ apiVersion, kind }: KubeObject): boolean => apiVersion === 'v1' && kind === 'Secret'

/** The object without managedFields; of a Secret no value, wherever it stands: also not in the copy that kubectl keeps of it. */
export function shownObject(object: KubeObject): KubeObject {
  const masked = maskObject(object)
  const { managedFields: _, annotations, ...metadata } = masked.metadata
  const hides = isSecret(object) && annotations?.[LAST_APPLIED] !== undefined
  const shown = hides ? { ...annotations, [LAST_APPLIED]: MASK } : annotations
  // A value may be as short as "v1": what names the object stays readable.
  const { name, namespace } = object.metadata
  return {
    ...masked,
    ...{ apiVersion: object.apiVersion, kind: object.kind },
    metadata: { ...metadata, name, ...(namespace && { namespace }), ...(shown && { annotations: shown }) },
  }
}

/** An object as people write it: what it is first. */
export const manifestText = ({ apiVersion, kind, metadata, ...rest }: KubeObject): string =>
  writeYaml({ apiVersion, kind, metadata, ...rest })

function manifestOf(object: KubeObject): Pick<ObjectDetail, 'manifest' | 'manifestCut'> {
  const text = manifestText(shownObject(object))
  return { manifest: text.slice(0, LONGEST), manifestCut: text.length > LONGEST }
}

const toConditions = (object: KubeObject): ObjectCondition[] =>
  readConditions(object).map(({ lastTransitionTime, ...condition }) => ({
    ...condition,
    at: lastTransitionTime ?? null,
  }))

const toManagers = ({ metadata }: KubeObject): FieldManager[] =>
  (metadata.managedFields ?? []).map(({ manager = '', operation = '', subresource = '', time }) => ({
    ...{ manager, operation, subresource },
    at: time ?? null,
  }))

/** `bytes` of the value that base64 stands for. */
const bytesOf = (base64: string): number => Math.floor((base64.replace(/=+$/, '').length * 3) / 4)

export const secretEntries = (object: KubeObject): ObjectDetail['secretEntries'] =>
  isSecret(object) ? Object.entries(dataOf(object)).map(([key, value]) => ({ key, bytes: bytesOf(value) })) : null

function stateText(status: ContainerStatus | undefined): string {
  const { waiting, terminated, running } = status?.state ?? {}
  if (waiting) return waiting.reason || 'Waiting'
  if (terminated) return terminated.reason || `Exit ${terminated.exitCode}`
  return running ? 'Running' : ''
}

/** The containers of a pod in the order in which they run, each with the state it is in. */
export function toPodInfo(object: KubeObject, simulated: boolean): PodInfo {
  const { spec, status } = readPod(object)
  const groups = [
    { role: 'main', containers: spec.containers, statuses: status.containerStatuses },
    { role: 'init', containers: spec.initContainers, statuses: status.initContainerStatuses },
    { role: 'ephemeral', containers: spec.ephemeralContainers, statuses: status.ephemeralContainerStatuses },
  ] as const
  const containers = groups.flatMap(({ role, containers: declared, statuses }) =>
    declared.map(({ name }): ContainerInfo => {
      const own = statuses.find((one) => one.name === name)
      return {
        ...{ name, role, state: stateText(own), restarts: own?.restartCount ?? 0 },
        hasPrevious: own?.lastState.terminated !== undefined,
      }
    }),
  )
  return { name: object.metadata.name, namespace: object.metadata.namespace ?? '', containers, simulated }
}

/** An Event in the words of its reporter. Events of both APIs are told by whichever of their times is there. */
export function toEventRow(object: KubeObject): EventRow {
  const event = readEvent(object)
  const { apiVersion, kind, namespace, name } = event.involvedObject
  const made = object.metadata.creationTimestamp ?? ''
  const lastAt = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? made
  return {
    uid: object.metadata.uid ?? object.metadata.name,
    ...{ type: event.type, reason: event.reason, message: event.message },
    count: event.series?.count ?? event.count ?? 1,
    firstAt: event.firstTimestamp ?? event.eventTime ?? made,
    lastAt,
    source: event.source.component || event.reportingComponent,
    object: resourceIdOf({ apiVersion, kind, metadata: { name, namespace } }),
  }
}

const MOST_EVENTS = 100

/** The newest first. */
export const toEvents = (objects: readonly KubeObject[]): EventRow[] =>
  objects
    .map(toEventRow)
    .sort((one, other) => (one.lastAt < other.lastAt ? 1 : -1))
    .slice(0, MOST_EVENTS)

export type DetailParts = {
  object: KubeObject
  owners: ObjectDetail['owners']
  events: readonly KubeObject[]
  pods: readonly KubeObject[]
  simulated: boolean
  managedBy: ObjectDetail['managedBy']
}

export function toDetail({ object, owners, events, pods, simulated, managedBy }: DetailParts): ObjectDetail {
  const { status, why } = healthOf(object)
  const { uid, creationTimestamp, deletionTimestamp } = object.metadata
  return {
    id: resourceIdOf(object),
    uid: uid ?? '',
    createdAt: creationTimestamp ?? null,
    deletingSince: deletionTimestamp ?? null,
    health: status,
    healthWhy: why,
    ...manifestOf(object),
    fieldManagers: toManagers(object),
    conditions: toConditions(object),
    owners,
    events: toEvents(events),
    pods: pods.map((pod) => toPodInfo(pod, simulated)),
    secretEntries: secretEntries(object),
    replicas: replicasOf(object),
    managedBy,
    acts: actsOf(object),
  }
}
