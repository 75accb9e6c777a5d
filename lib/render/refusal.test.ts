import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isSharedRefusal, REFUSAL_CODES, type Refusal, refusalError } from './refusal.ts'

const refusal = (part: Partial<Refusal>): Refusal => ({
  code: 'yaml',
  message: 'x',
  file: '',
  line: 0,
  limit: 0,
  shared: false,
  ...part,
})

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
    const error = refusalError(refusal({ message: 'did not find expected key', file: 'app/a.yaml', line: 7 }))
    expect(error).toMatchObject({
      reason: 'render_yaml',
      params: { file: 'app/a.yaml', line: 7 },
      detail: 'did not find expected key',
    })
  })

  it('names the path that does not exist', () => {
    expect(refusalError(refusal({ code: 'path_not_found', file: 'app' }))).toMatchObject({
      reason: 'path_not_found',
      params: { path: 'app' },
    })
  })

  it('says how much a limit is, bytes in MiB', () => {
    expect(refusalError(refusal({ code: 'too_many_files', limit: 5000 }))).toMatchObject({
      reason: 'render_too_many_files',
      params: { limit: 5000 },
    })
    expect(refusalError(refusal({ code: 'too_large_file', limit: 5 * 1024 * 1024 }))).toMatchObject({
      reason: 'render_file_too_large',
      params: { limit: 5 },
    })
  })

  it('remembers whether everybody is refused alike', () => {
    expect(isSharedRefusal(refusalError(refusal({ shared: true })))).toBe(true)
    expect(isSharedRefusal(refusalError(refusal({ shared: false })))).toBe(false)
    expect(isSharedRefusal(new Error('x'))).toBe(false)
  })

  it('stays understandable when the renderer is newer', () => {
    expect(refusalError(refusal({ code: 'invented' })).reason).toBe('render_refused')
  })
})
