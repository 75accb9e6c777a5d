import { expect, it } from 'vitest'
import type { KubeObject } from '../model/resource.ts'
import { maskObject, maskText } from './mask.ts'

const secret: KubeObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's' },
  data: { password: btoa('correct horse') },
  stringData: { token: 'hunter2' },
}

it('leaves the words about other kinds as they are', () => {
  const settings: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } }
  expect(maskText('value "b" is bad', settings)).toBe('value "b" is bad')
})

it('takes a value out of the words of the API server, plain and encoded', () => {
  const text = maskText(`Secret "s": invalid value "hunter2" next to ${btoa('correct horse')} (correct horse)`, secret)
  expect(text).not.toMatch(/hunter2|Y29ycmVjd|correct horse/)
  expect(text).toContain('Secret "s": invalid value')
})

it('shows a Secret without any of its values, wherever they stand, and other kinds as they are', () => {
  const noted = { ...secret, metadata: { name: 's', annotations: { note: 'the token is hunter2' } } }
  const shown = maskObject(noted)
  expect(JSON.stringify(shown)).not.toMatch(/hunter2|Y29ycmVjd|correct horse/)
  expect(Object.keys(shown['data'] as object)).toEqual(['password'])
  const settings: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } }
  expect(maskObject(settings)).toBe(settings)
})
