import { describe, expect, it } from 'vitest'
import { LONGEST_YAML } from '#lib/features/deployments/schema.ts'
import { checkText } from './check-text.ts'

const IDENTITY = { name: 'web', devopsProject: 'devops' }
const LINES = [
  'apiVersion: argoproj.io/v1alpha1',
  'kind: Application',
  'metadata:',
  '  name: web',
  'spec:',
  '  project: devops',
  '  source: { repoURL: https://git.example.com/web.git, path: . }',
  '  destination: { name: east, namespace: shop }',
]
const problems = (lines: readonly string[]) =>
  checkText(lines.join('\n'), IDENTITY).map(({ line, path, issue }) => `${line} ${path} ${issue.code}`)

describe('a text in the editor', () => {
  it('has no problem when the server can read it', () => {
    expect(problems(LINES)).toEqual([])
  })

  it('names the line of a field that Argo CD does not know, of another identity, and of what is missing', () => {
    expect(problems([...LINES, '  replica: 3'])).toEqual(['9 spec.replica unknown_field'])
    expect(problems(LINES.with(3, '  name: other'))).toEqual(['4 metadata.name mismatch'])
    expect(problems(LINES.slice(0, 7))).toEqual(['5 spec.destination required'])
  })

  it('names the line where it stops being YAML, and says so of nothing at all', () => {
    expect(problems(LINES.with(3, '  name: "web'))).toMatchObject([expect.stringMatching(/^\d+ {2}yaml$/)])
    expect(problems([''])).toHaveLength(1)
  })

  it('refuses what is nested or shared to overwhelm a reader, and what is too long', () => {
    expect(problems(['a: &a [x, x]', 'b: &b [*a, *a]', 'c: [*b, *b]'])).toEqual(['1  yaml'])
    expect(problems([`a: ${'['.repeat(5_000)}`])).toMatchObject([expect.stringMatching(/^1 {2}yaml$/)])
    expect(problems(['x'.repeat(LONGEST_YAML + 1)])).toEqual(['null  too_long'])
  })
})
