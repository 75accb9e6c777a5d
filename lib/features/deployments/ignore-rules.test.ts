import { expect, test } from 'vitest'
import { ignoreRuleSchema } from '#lib/engine/model/spec.ts'
import { withPointers } from './ignore-rules.ts'

const target = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }

test('the smallest rule names the object and the field', () => {
  expect(withPointers([], target, ['/spec/replicas'])).toEqual([
    ignoreRuleSchema.parse({ ...target, jsonPointers: ['/spec/replicas'] }),
  ])
  const wide = withPointers([], { group: '', kind: 'Namespace', namespace: '', name: 'shop' }, ['/metadata/labels/a'])
  expect(wide[0]).not.toHaveProperty('namespace')
})

test('a rule of the object is made larger, others stay, and asking twice changes nothing', () => {
  const other = ignoreRuleSchema.parse({ kind: '*', jsonPointers: ['/status'] })
  const once = withPointers([other, ...withPointers([], target, ['/spec/replicas'])], target, ['/spec/paused'])
  expect(once).toHaveLength(2)
  expect(once[0]).toEqual(other)
  expect(once[1]?.jsonPointers).toEqual(['/spec/replicas', '/spec/paused'])
  expect(withPointers(once, target, ['/spec/paused'])).toEqual(once)
})
