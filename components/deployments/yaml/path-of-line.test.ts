import { expect, test } from 'vitest'
import { pathOfLine } from './path-of-line.ts'

const LINES = [
  'kind: Application',
  'spec:',
  '  source:',
  '    kustomize:',
  '      images: []',
  '      replicas:',
  '        - name: web',
  '  # a comment',
  '  syncPolicy:',
  '    automated:',
]

test('a line stands in the fields of less indentation above it', () => {
  expect(pathOfLine(LINES, 0)).toEqual([])
  expect(pathOfLine(LINES, 2)).toEqual(['spec'])
  expect(pathOfLine(LINES, 6)).toEqual(['spec', 'syncPolicy', 'automated'])
  expect(pathOfLine(LINES.slice(0, 7), 10)).toEqual(['spec', 'source', 'kustomize', 'replicas'])
})
