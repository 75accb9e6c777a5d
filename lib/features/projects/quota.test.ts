import { describe, expect, test } from 'vitest'
import { amountOf, hardOf, limitsText, toQuotaView } from './quota.ts'
import { quotaSchema } from './schema.ts'

const NONE = { cpu: null, memory: null, pods: null }

describe('a quota', () => {
  test('names only what is limited', () => {
    expect(hardOf({ cpu: '2', memory: null, pods: 10 })).toEqual({ 'limits.cpu': '2', pods: '10' })
    expect(hardOf(NONE)).toEqual({})
  })

  test('of limits brings defaults that fit into it', () => {
    const limits = (quota: object) => JSON.parse(limitsText('shop', { ...NONE, ...quota }) ?? 'null') as unknown
    expect(limits({ pods: 3 })).toBeNull()
    expect(limits({ cpu: '200m', memory: '1Gi' })).toMatchObject({
      spec: {
        limits: [{ default: { cpu: '200m', memory: '512Mi' }, defaultRequest: { cpu: '100m', memory: '128Mi' } }],
      },
    })
  })

  test('is read back as it was written', () => {
    expect(toQuotaView(null)).toEqual({ quota: NONE, used: NONE, resourceVersion: '' })
    const live = {
      ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'ieum-quota', resourceVersion: '7' } },
      spec: { hard: { 'limits.cpu': '2', pods: '10' } },
      status: { used: { pods: '4' } },
    }
    expect(toQuotaView(live)).toEqual({
      quota: { cpu: '2', memory: null, pods: 10 },
      used: { cpu: null, memory: null, pods: '4' },
      resourceVersion: '7',
    })
  })

  test.each([
    ['500m', 0.5],
    ['1.5', 1.5],
    ['512Mi', 2 ** 29],
  ])('%s is %d', (quantity, amount) => expect(amountOf(quantity)).toBe(amount))

  test.each(['0', '-1', '1e3', '1k', ' ', '0m', '999999', '1 000'])('of %j cores is refused', (cpu) => {
    expect(quotaSchema.safeParse({ ...NONE, cpu }).success).toBe(false)
  })

  test.each(['0Gi', '4', '4GB', '4G', '-1Mi'])('of %j memory is refused', (memory) => {
    expect(quotaSchema.safeParse({ ...NONE, memory }).success).toBe(false)
  })
})
