import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REFUSAL_CODES, refusalError } from './refusal.ts'

describe('the reasons of a refused render', () => {
  it('knows exactly the codes that the renderer documents', () => {
    const manual = readFileSync(join(import.meta.dirname, '../../renderer/README.md'), 'utf8')
    const section = manual.slice(manual.indexOf('## Refusals'), manual.indexOf('## Warnings'))
    const documented = section
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1]))
    expect([...REFUSAL_CODES].sort()).toEqual(documented.sort())
  })

  it('keeps file, line and the words of the renderer', () => {
    const error = refusalError({ code: 'yaml', message: 'did not find expected key', file: 'app/a.yaml', line: 7 })
    expect(error).toMatchObject({
      reason: 'render_yaml',
      params: { file: 'app/a.yaml', line: 7 },
      detail: 'did not find expected key',
    })
  })

  it('blames the kustomization for a file that it names and that does not exist, and the deployment for its own path', () => {
    const missing = { code: 'path_not_found', message: '"a.yaml" does not exist' }
    expect(refusalError({ ...missing, file: 'app/kustomization.yaml', line: 2 }).reason).toBe('render_kustomize')
    expect(refusalError({ ...missing, file: 'app', line: 0 }).reason).toBe('path_not_found')
  })

  it('stays understandable when the renderer is newer', () => {
    expect(refusalError({ code: 'invented', message: 'x', file: '', line: 0 }).reason).toBe('render_refused')
  })
})
