import { expect, it } from 'vitest'
import type { KubeObject } from '../model/resource.ts'
import { maskSecret, maskText } from './mask.ts'

const secret: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 's',
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"token":"hunter2"}}',
      team: 'shop',
    },
  },
  data: { password: btoa('correct horse') },
  stringData: { token: 'hunter2' },
}

it('masks every value of a Secret and keeps what is no secret', () => {
  const masked = maskSecret(secret)
  expect(JSON.stringify(masked)).not.toMatch(/hunter2|Y29ycmVjd/)
  expect(masked).toMatchObject({ metadata: { name: 's', annotations: { team: 'shop' } } })
  expect(Object.keys(masked['data'] as object)).toEqual(['password'])
})

it('leaves other kinds as they are', () => {
  const settings: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } }
  expect(maskSecret(settings)).toBe(settings)
  expect(maskText('value "b" is bad', settings)).toBe('value "b" is bad')
})

it('takes a value out of the words of the API server, plain and encoded', () => {
  const text = maskText(`Secret "s": invalid value "hunter2" next to ${btoa('correct horse')} (correct horse)`, secret)
  expect(text).not.toMatch(/hunter2|Y29ycmVjd|correct horse/)
  expect(text).toContain('Secret "s": invalid value')
})
