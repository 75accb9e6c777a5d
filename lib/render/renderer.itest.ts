import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sourceSchema } from '#lib/engine/model/spec.ts'
import { type RendererOptions, createRenderer } from './renderer.ts'
import type { RenderRequest, RenderResult } from './types.ts'

const BINARY = resolve(import.meta.dirname, '../../.build/bin/renderer')

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'render-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), text)
}

const request = (source: Partial<RenderRequest['source']> = {}): RenderRequest => ({
  source: sourceSchema.parse(source),
  namespace: 'shop',
  releaseName: 'shop',
  kubeVersion: 'v1.36.3',
})

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n'

describe('the door to the renderer', () => {
  /** One folder, as most callers ask: its result, or its error thrown. */
  const alone = (options: Partial<RendererOptions> = {}) => {
    const renderAll = createRenderer({ binary: BINARY, ...options })
    return async (one: RenderRequest): Promise<RenderResult> => {
      const [outcome] = await renderAll(dir, [one])
      if (outcome && 'result' in outcome) return outcome.result
      throw outcome?.error
    }
  }
  const render = alone()

  it('gives each object as text, so that large integers survive', async () => {
    write('a.yaml', `${CONFIG_MAP}  annotations: {}\nbig: 9007199254740993\n`)
    const { kind, objects } = await render(request())
    expect(kind).toBe('directory')
    expect(objects).toHaveLength(1)
    expect(objects[0]).toMatchObject({ source: 'a.yaml', kind: 'ConfigMap', name: 'settings', namespace: '' })
    expect(objects[0]?.raw).toContain('9007199254740993')
  })

  it('succeeds with a warning when a folder holds no manifest', async () => {
    write('README.md', '# nothing')
    const { objects, warnings } = await render(request())
    expect(objects).toEqual([])
    expect(warnings.map(({ reason }) => reason)).toContain('no_objects')
  })

  it('names file and line of broken YAML', async () => {
    write('broken.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n bad: [\n')
    await expect(render(request())).rejects.toMatchObject({
      reason: 'render_yaml',
      params: { file: 'broken.yaml', line: expect.any(Number) },
    })
  })

  it.each([
    ['a folder that does not exist', { path: 'nowhere' }, 'path_not_found'],
    ['a base on another host', { path: 'remote' }, 'render_remote_base'],
    ['a base outside of the repository', { path: 'outside' }, 'render_path_escape'],
    ['a link that leaves the repository', { path: 'linked' }, 'render_path_escape'],
  ])('refuses %s', async (_, source, reason) => {
    write('remote/kustomization.yaml', 'resources: ["https://example.com/base.yaml"]\n')
    write('outside/kustomization.yaml', 'resources: ["../../elsewhere"]\n')
    write('linked/.keep', '')
    symlinkSync('/etc/hostname', join(dir, 'linked', 'a.yaml'))
    await expect(render(request(source))).rejects.toMatchObject({ reason })
  })

  const chart = (template: string) => {
    write('Chart.yaml', 'apiVersion: v2\nname: hostile\nversion: 0.1.0\n')
    write('templates/a.yaml', template)
  }
  const LOOP = '{{- range $i := until 30000 }}{{- range $j := until 30000 }}{{- end }}{{- end }}'

  it('ends a template that does not end, by the clock and by its CPU time', async () => {
    chart(LOOP)
    for (const limits of [{ timeoutMs: 700 }, { cpuSeconds: 1 }]) {
      const limited = alone({ limits })
      await expect(limited(request())).rejects.toMatchObject({ code: 'TIMEOUT', reason: 'render_timeout' })
    }
  })

  it('ends a template that takes too much memory', async () => {
    chart('{{ $a := repeat 400000000 "a" }}{{ len (printf "%s%s" $a $a) }}')
    const limited = alone({ limits: { memoryMiB: 128 } })
    await expect(limited(request())).rejects.toMatchObject({ reason: 'render_memory' })
  })

  it('refuses an answer that is too large', async () => {
    chart(`${CONFIG_MAP}data:\n  a: {{ repeat 300000 "a" }}\n`)
    const limited = alone({ limits: { maxOutput: 100_000 } })
    await expect(limited(request())).rejects.toMatchObject({ reason: 'render_too_large' })
  })

  it('quotes a hostile message shortened and without its control characters', async () => {
    chart('{{ fail (printf "%c[2J%s" 27 (repeat 1000000 "x")) }}')
    const error: unknown = await render(request()).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ reason: 'render_helm', params: { file: 'templates/a.yaml' } })
    const { detail = '' } = error as { detail?: string }
    expect(detail.length).toBeLessThanOrEqual(4096)
    expect(detail).not.toContain('\u001b')
  })

  it('says that the renderer is missing when it is', async () => {
    const missing = alone({ binary: join(dir, 'no-such-program') })
    await expect(missing(request())).rejects.toMatchObject({ reason: 'renderer_missing' })
  })

  it('renders several folders of a tree at once, and lets one that takes too much take nothing from the others', async () => {
    write('a/a.yaml', CONFIG_MAP)
    write('bomb/Chart.yaml', 'apiVersion: v2\nname: hostile\nversion: 0.1.0\n')
    write('bomb/templates/a.yaml', LOOP)
    write('b/b.yaml', CONFIG_MAP.replace('settings', 'others'))
    const renderAll = createRenderer({ binary: BINARY, limits: { timeoutMs: 2000 } })
    const outcomes = await renderAll(dir, [request({ path: 'a' }), request({ path: 'bomb' }), request({ path: 'b' })])
    expect(outcomes).toMatchObject([
      { result: { objects: [{ name: 'settings' }] } },
      { error: { reason: 'render_timeout' } },
      { result: { objects: [{ name: 'others' }] } },
    ])
  })
})
