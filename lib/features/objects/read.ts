/** Fields of live objects that this feature reads. Whatever has another shape reads as empty, never as a crash. Pure. */
import { z } from 'zod'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { foreignWords } from '#lib/core/foreign-words.ts'

const text = z.string().catch('')
/** What a program says of itself: shown, so without escapes and control characters. */
const words = z.string().transform(foreignWords).catch('')
const count = z.number().catch(0)
const list = <T extends z.ZodType>(item: T) => z.array(item).catch([])
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)

const container = z.object({ name: text, image: text })
const stateSchema = z
  .object({
    waiting: optional(z.object({ reason: text })),
    running: optional(z.looseObject({})),
    terminated: optional(z.object({ reason: text, exitCode: count })),
  })
  .catch({})
const containerStatus = z.object({
  name: text,
  ready: z.boolean().catch(false),
  restartCount: count,
  state: stateSchema,
  lastState: stateSchema,
})
const podSpecSchema = z
  .object({
    nodeName: text,
    containers: list(container),
    initContainers: list(container),
    ephemeralContainers: list(container),
  })
  .catch({ nodeName: '', containers: [], initContainers: [], ephemeralContainers: [] })

const podSchema = z.object({
  spec: podSpecSchema,
  status: z
    .object({
      podIP: text,
      containerStatuses: list(containerStatus),
      initContainerStatuses: list(containerStatus),
      ephemeralContainerStatuses: list(containerStatus),
    })
    .catch({ podIP: '', containerStatuses: [], initContainerStatuses: [], ephemeralContainerStatuses: [] }),
})
export const readPod = (object: KubeObject) => podSchema.parse(object)
export type LivePod = z.output<typeof podSchema>
export type ContainerStatus = z.output<typeof containerStatus>

const templateSchema = z.object({ spec: podSpecSchema }).catch({ spec: podSpecSchema.parse(null) })
const selectorSchema = z
  .object({
    matchLabels: z.record(z.string(), z.string()).catch({}),
    matchExpressions: list(z.object({ key: z.string(), operator: z.string(), values: list(z.string()) })),
  })
  .nullable()
  .catch(null)

const workloadSchema = z.object({
  spec: z
    .object({
      replicas: optional(z.number()),
      completions: optional(z.number()),
      schedule: text,
      selector: selectorSchema,
      template: templateSchema,
      jobTemplate: optional(z.object({ spec: z.object({ template: templateSchema }) })),
    })
    .catch({ schedule: '', selector: null, template: templateSchema.parse(null) }),
  status: z
    .object({
      readyReplicas: count,
      replicas: count,
      desiredNumberScheduled: count,
      numberReady: count,
      succeeded: count,
    })
    .catch({ readyReplicas: 0, replicas: 0, desiredNumberScheduled: 0, numberReady: 0, succeeded: 0 }),
})
export const readWorkload = (object: KubeObject) => workloadSchema.parse(object)

/** The label selector of `spec.selector` as the API server takes it; empty when there is none: nothing is selected then. */
export function selectorText(object: KubeObject): string {
  const { selector } = readWorkload(object).spec
  if (!selector) return ''
  const expressions = selector.matchExpressions.flatMap(({ key, operator, values }) => {
    if (operator === 'Exists') return [key]
    if (operator === 'DoesNotExist') return [`!${key}`]
    return operator === 'In' || operator === 'NotIn' ? [`${key} ${operator.toLowerCase()} (${values.join(',')})`] : []
  })
  return [...Object.entries(selector.matchLabels).map(([key, value]) => `${key}=${value}`), ...expressions].join(',')
}

const conditionSchema = z.object({
  type: text,
  status: text,
  reason: words,
  message: words,
  lastTransitionTime: optional(z.string()),
})
export const readConditions = (object: KubeObject) =>
  z
    .object({ conditions: list(conditionSchema) })
    .catch({ conditions: [] })
    .parse(object['status']).conditions

const eventSchema = z.object({
  type: words,
  reason: words,
  message: words,
  count: optional(z.number()),
  series: optional(z.object({ count: optional(z.number()), lastObservedTime: optional(z.string()) })),
  firstTimestamp: optional(z.string()),
  lastTimestamp: optional(z.string()),
  eventTime: optional(z.string()),
  source: z.object({ component: words }).catch({ component: '' }),
  reportingComponent: words,
  involvedObject: z
    .object({ apiVersion: text, kind: text, namespace: text, name: text })
    .catch({ apiVersion: '', kind: '', namespace: '', name: '' }),
})
export const readEvent = (object: KubeObject) => eventSchema.parse(object)

/** Names → texts of `data` of a ConfigMap or Secret, and of `binaryData`. */
export function dataOf(object: KubeObject): Record<string, string> {
  const fields = z.record(z.string(), z.string().catch('')).catch({})
  return { ...fields.parse(object['binaryData']), ...fields.parse(object['data']) }
}
