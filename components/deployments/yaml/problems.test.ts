import { describe, expect, test } from 'vitest'
import { problemsOf } from './problems.ts'

describe('problems of a YAML text', () => {
  test('stand in the order of their lines, those without a line last', () => {
    const problems = problemsOf({
      code: 'VALIDATION',
      requestId: 'r',
      fields: {
        yaml: { code: 'invalid', params: { path: 'spec.project' } },
        'yaml.2': { code: 'unknown_field', params: { line: 12, path: 'spec.source.pathh' } },
        'yaml.3': { code: 'yaml', params: { line: 3 } },
      },
    })
    expect(problems.map(({ line, path }) => [line, path])).toEqual([
      [3, ''],
      [12, 'spec.source.pathh'],
      [null, 'spec.project'],
    ])
  })

  test('do not trust a line that is not a line', () => {
    const fields = { yaml: { code: 'yaml', params: { line: 'x' } } } as const
    expect(problemsOf({ code: 'VALIDATION', requestId: 'r', fields })[0]?.line).toBeNull()
    expect(problemsOf(null)).toEqual([])
  })
})
