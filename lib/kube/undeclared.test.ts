import { describe, expect, it } from 'vitest'
import { undeclaredPaths, withoutPaths } from './undeclared.ts'

const answer = (paths: string) => `failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): ${paths}`

describe('fields that a schema does not declare', () => {
  it('are found in the answer of the API server, one or several', () => {
    expect(undeclaredPaths(answer('.dataa: field not declared in schema'))).toEqual([['dataa']])
    const several = answer(
      'errors:\n  .spec.replicass: field not declared in schema\n  .spec.template.spec.containers[name="web"].imagee: field not declared in schema',
    )
    expect(undeclaredPaths(several)).toEqual([
      ['spec', 'replicass'],
      ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'imagee'],
    ])
  })

  it('are left out of the text, large integers untouched', () => {
    const raw = '{"spec":{"n":9007199254740993,"containers":[{"name":"a"},{"name":"web","imagee":"x","image":"y"}]}}'
    const path = ['spec', 'containers', { name: 'web' }, 'imagee']
    expect(withoutPaths(raw, [path])).toBe(
      '{"spec":{"n":9007199254740993,"containers":[{"name":"a"},{"name":"web","image":"y"}]}}',
    )
  })

  it('end the attempt when they are not there', () => {
    expect(withoutPaths('{"spec":{}}', [['spec', 'x']])).toBeNull()
  })
})
