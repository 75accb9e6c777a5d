import { describe, expect, test } from 'vitest'
import type { AppError } from '#lib/core/errors.ts'
import { readApplication } from './read-application.ts'
import { readYaml } from './yaml-text.ts'

const text = (rest: string) =>
  [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    'metadata: { name: web }',
    'spec:',
    '  project: devops',
    '  source: { repoURL: "https://git.example.com/web.git" }',
    '  destination: { name: east, namespace: shop }',
    rest,
  ].join('\n')

const refusal = (rest: string): AppError => {
  try {
    readApplication(readYaml(text(rest)))
  } catch (error) {
    return error as AppError
  }
  throw new Error('was read')
}

describe('a text with more problems than anybody reads', () => {
  const unknown = Array.from({ length: 15_000 }, (_, index) => `  k${index}: 1`).join('\n')

  test.each([
    ['unknown fields', unknown],
    ['wrong items', `  syncPolicy: { syncOptions: [${'1,'.repeat(40)}] }`],
  ])('(%s) is refused with the first twenty of them, and not with megabytes', (_, rest) => {
    const { code, fields, detail } = refusal(rest)
    expect(code).toBe('VALIDATION')
    expect(Object.keys(fields ?? {})).toHaveLength(20)
    expect(detail?.length).toBeLessThan(2000)
  })
})
