import { expect, it } from 'vitest'
import type { ResultRecord } from '../reconcile/record.ts'
import { createResultWriter } from './results.ts'

const result = (key: string, state: ResultRecord['state']): ResultRecord => ({ key, state, why: null, health: null })

it('writes the newest result of each object, and everything by the end', async () => {
  const batches: ResultRecord[][] = []
  const writer = createResultWriter((batch) => Promise.resolve(void batches.push(batch)))
  writer.report(result('a', 'applying'))
  writer.report(result('b', 'applying'))
  writer.report(result('a', 'done'))
  await writer.end()
  expect(batches).toEqual([[result('a', 'done'), result('b', 'applying')]])
})

it('tells at the end that a write failed', async () => {
  const writer = createResultWriter(() => Promise.reject(new Error('the lease was lost')))
  writer.report(result('a', 'done'))
  await expect(writer.end()).rejects.toThrow('the lease was lost')
})
