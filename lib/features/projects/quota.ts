/**
 * What a project may use at most, as a ResourceQuota, and what its containers get that name no limits of their own, as a LimitRange:
 * a quota of limits refuses pods without limits, so the two come together. Pure.
 */
import { QUOTA_NAME } from '#lib/engine/model/labels.ts'
import type { KubeObject, ResourceId } from '#lib/engine/model/resource.ts'
import type { ProjectQuota, QuotaView } from './types.ts'

const HARD = { cpu: 'limits.cpu', memory: 'limits.memory', pods: 'pods' } as const satisfies Record<
  keyof ProjectQuota,
  string
>

/** Where a quota limits CPU or memory: what a container without limits gets, and what is set aside for it. */
const DEFAULTS = {
  cpu: { limit: '500m', request: '100m' },
  memory: { limit: '512Mi', request: '128Mi' },
} as const

export const quotaId = (namespace: string): ResourceId => ({
  ...{ group: '', version: 'v1', kind: 'ResourceQuota' },
  ...{ namespace, name: QUOTA_NAME },
})
export const limitsId = (namespace: string): ResourceId => ({ ...quotaId(namespace), kind: 'LimitRange' })

export const isUnlimited = ({ cpu, memory, pods }: ProjectQuota): boolean =>
  cpu === null && memory === null && pods === null

/** `spec.hard`; a limit that is null is not in it. */
export const hardOf = (quota: ProjectQuota): Record<string, string> =>
  Object.fromEntries(
    (['cpu', 'memory', 'pods'] as const).flatMap((name) => {
      const value = quota[name]
      return value === null ? [] : [[HARD[name], String(value)]]
    }),
  )

export const quotaText = (namespace: string, quota: ProjectQuota): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: QUOTA_NAME, namespace },
    spec: { hard: hardOf(quota) },
  })

const UNITS: Record<string, number> = { m: 0.001, '': 1, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 }

/** A quantity of the forms that `quotaSchema` accepts as a number: cores or bytes. */
export function amountOf(quantity: string): number {
  const [, number = '0', unit = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? []
  return Number(number) * (UNITS[unit] ?? 1)
}

/** The smaller one: a default beyond the whole quota would let nothing run. */
const atMost = (wanted: string, most: string): string => (amountOf(wanted) <= amountOf(most) ? wanted : most)

/** The LimitRange of a quota; null when it limits neither CPU nor memory. */
export function limitsText(namespace: string, quota: ProjectQuota): string | null {
  const limited = (['cpu', 'memory'] as const).flatMap((name) => {
    const most = quota[name]
    return most === null ? [] : [{ name, most }]
  })
  if (limited.length === 0) return null
  const defaults = (kind: 'limit' | 'request') =>
    Object.fromEntries(limited.map(({ name, most }) => [name, atMost(DEFAULTS[name][kind], most)]))
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: QUOTA_NAME, namespace },
    spec: { limits: [{ type: 'Container', default: defaults('limit'), defaultRequest: defaults('request') }] },
  })
}

type LiveQuota = { spec?: { hard?: Record<string, string> }; status?: { used?: Record<string, string> } }

/** The quota as the cluster has it, with what is used of it as far as the cluster has counted. */
export function toQuotaView(live: KubeObject | null): QuotaView {
  const { spec, status } = (live ?? {}) as LiveQuota
  const read = (values: Record<string, string> | undefined, name: keyof ProjectQuota) => values?.[HARD[name]] ?? null
  const pods = read(spec?.hard, 'pods')
  return {
    quota: {
      cpu: read(spec?.hard, 'cpu'),
      memory: read(spec?.hard, 'memory'),
      pods: pods === null ? null : Number(pods),
    },
    used: { cpu: read(status?.used, 'cpu'), memory: read(status?.used, 'memory'), pods: read(status?.used, 'pods') },
    resourceVersion: live?.metadata.resourceVersion ?? '',
  }
}
