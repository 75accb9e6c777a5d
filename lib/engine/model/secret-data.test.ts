import { expect, it } from 'vitest'
import type { KubeObject } from './resource.ts'
import { withPlainData } from './secret-data.ts'

const secret = (fields: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's' },
  ...fields,
})

it('says stringData as data, in UTF-8, and lets it win', () => {
  expect(withPlainData(secret({ data: { a: 'QQ==', b: 'QQ==' }, stringData: { b: '비밀' } }))).toEqual(
    secret({ data: { a: 'QQ==', b: Buffer.from('비밀').toString('base64') } }),
  )
})

it('keeps large values whole', () => {
  const text = 'x'.repeat(300_000)
  expect(withPlainData(secret({ stringData: { text } }))['data']).toEqual({
    text: Buffer.from(text).toString('base64'),
  })
})

it.each([
  ['without stringData', secret({ data: { a: 'QQ==' } })],
  ['whose stringData the API server will refuse', secret({ stringData: { a: 7 } })],
  ['of another kind', { ...secret({ stringData: { a: 'b' } }), kind: 'Vault' }],
])('leaves an object %s as it is', (_, object) => expect(withPlainData(object)).toBe(object))
