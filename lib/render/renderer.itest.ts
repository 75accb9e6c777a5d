import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { sourceSchema } from '#lib/engine/model/spec.ts'
import { createRenderer, type RendererLimits, type RendererOptions } from './renderer.ts'
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

const request = (source: z.input<typeof sourceSchema> = {}): RenderRequest => ({
  source: sourceSchema.parse(source),
  namespace: 'shop',
  name: 'shop',
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

  it('passes every option of a folder of manifests', async () => {
    for (const file of ['a.yaml', 'b.yaml', 'sub/a.yaml', 'sub/b.yaml'])
      write(file, CONFIG_MAP.replace('settings', file.replace(/\W/g, '-')))
    const { objects } = await render(request({ directory: { recurse: true, include: '*a.yaml', exclude: 'a.yaml' } }))
    expect(objects.map(({ source }) => source)).toEqual(['sub/a.yaml'])
  })

  it('passes every option of a kustomization', async () => {
    write('app/kustomization.yaml', 'resources: [web.yaml]\n')
    write(
      'app/web.yaml',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, image: web}]}}}\n',
    )
    write('debug/kustomization.yaml', 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: c-\n')
    const { objects, shared } = await render(
      request({
        path: 'app',
        kustomize: {
          namePrefix: 'a-',
          nameSuffix: '-z',
          namespace: 'front',
          images: ['web=registry.example.com/web:2'],
          replicas: [{ name: 'web', count: 4 }],
          commonLabels: { tier: 'front' },
          commonAnnotations: { owner: 'shop' },
          patches: [
            {
              patch: '[{"op": "add", "path": "/spec/paused", "value": true}]',
              target: { kind: 'Deployment', name: 'web' },
            },
          ],
          components: ['../debug'],
        },
      }),
    )
    expect(shared).toBe(true)
    expect(objects).toHaveLength(1)
    expect(JSON.parse(objects[0]?.raw ?? '')).toMatchObject({
      metadata: {
        name: 'a-c-web-z',
        namespace: 'front',
        labels: { tier: 'front' },
        annotations: { owner: 'shop' },
      },
      spec: {
        paused: true,
        replicas: 4,
        selector: { matchLabels: { tier: 'front' } },
        template: { spec: { containers: [{ image: 'registry.example.com/web:2' }] } },
      },
    })
  })

  const chart = (template: string) => {
    write('Chart.yaml', 'apiVersion: v2\nname: hostile\nversion: 0.1.0\n')
    write('templates/a.yaml', template)
  }

  it('passes every option of a chart', async () => {
    chart(
      `${CONFIG_MAP}data: {{ toJson .Values }}\nrelease: {{ .Release.Name }} {{ .Release.Namespace }} {{ .Capabilities.KubeVersion }}\n`,
    )
    write('crds/a.yaml', CONFIG_MAP.replace('settings', 'crd'))
    write('env/a.yaml', 'a: file\nb: file\nc: file\n')
    const { objects, shared } = await render(
      request({
        helm: {
          releaseName: 'live',
          valueFiles: ['env/*.yaml', 'gone.yaml'],
          values: 'b: text\nc: text\n',
          parameters: [{ name: 'c', value: '7', forceString: true }],
          skipCrds: true,
          ignoreMissingValueFiles: true,
        },
      }),
    )
    expect(shared).toBe(false)
    expect(objects.map(({ raw }) => JSON.parse(raw) as unknown)).toMatchObject([
      { data: { a: 'file', b: 'text', c: '7' }, release: 'live shop v1.36.3' },
    ])
  })

  it('R25: names the object and the fields that come out differently each time', async () => {
    chart(`${CONFIG_MAP}data:\n  password: {{ randAlphaNum 20 }}\n  fixed: x\n`)
    const { objects, warnings } = await render(request())
    expect(objects[0]?.unstable).toEqual(['/data/password'])
    expect(warnings).toMatchObject([
      { reason: 'render_not_deterministic', params: { file: 'templates/a.yaml', object: 'ConfigMap/settings' } },
    ])
  })

  const LOOP = '{{- range $i := until 30000 }}{{- range $j := until 30000 }}{{- end }}{{- end }}'

  it.each<[string, Partial<RendererLimits>, object]>([
    ['the clock', { timeoutMs: 700 }, { reason: 'render_timeout', params: { seconds: 0.7 } }],
    ['its CPU time', { cpuSeconds: 1 }, { reason: 'render_cpu', params: { seconds: 1 } }],
  ])('R23: ends a template that does not end, by %s', async (_, limits, error) => {
    chart(LOOP)
    const limited = alone({ limits })
    await expect(limited(request())).rejects.toMatchObject({ code: 'TIMEOUT', ...error })
  })

  it('R23: ends a template that takes too much memory', async () => {
    chart('{{ $a := repeat 400000000 "a" }}{{ len (printf "%s%s" $a $a) }}')
    const limited = alone({ limits: { memoryMiB: 128 } })
    await expect(limited(request())).rejects.toMatchObject({ reason: 'render_memory', params: { limit: 128 } })
  })

  it('R23: ends a template that renders more than it may', async () => {
    chart(`{{ range until 40000000 }}${CONFIG_MAP}---\n{{ end }}`)
    await expect(render(request())).rejects.toMatchObject({
      reason: expect.stringMatching(/^render_(memory|cpu|timeout)$/),
    })
  })

  it('refuses an answer that is too large', async () => {
    chart(`${CONFIG_MAP}data:\n  a: {{ repeat 300000 "a" }}\n`)
    const limited = alone({ limits: { maxOutput: 100 * 1024 } })
    await expect(limited(request())).rejects.toMatchObject({
      reason: 'render_output_too_large',
      params: { limit: 0.1 },
    })
  })

  it.each<[string, () => void, object]>([
    [
      'more files than may be read',
      () => {
        for (let file = 0; file <= 5000; file++) write(`${file}.yaml`, '')
      },
      { reason: 'render_too_many_files', params: { limit: 5000 } },
    ],
    [
      'a file that is too large',
      () => write('a.yaml', CONFIG_MAP + '#'.repeat(5 * 1024 * 1024)),
      { reason: 'render_file_too_large', params: { file: 'a.yaml', limit: 5 } },
    ],
    [
      'files that are too large together',
      () => {
        for (let file = 10; file <= 20; file++) write(`${file}.json`, `{"a":"${'x'.repeat(5 * 1024 * 1024 - 8)}"}`)
      },
      { reason: 'render_files_too_large', params: { file: '20.json', limit: 50 } },
    ],
    [
      'more documents than may be read',
      () => write('a.yaml', `---\n${CONFIG_MAP}`.repeat(10_001)),
      { reason: 'render_too_many_documents', params: { file: 'a.yaml', limit: 10_000 } },
    ],
    [
      'an object that is nested too deep',
      () => write('a.yaml', `${CONFIG_MAP}data: ${'['.repeat(600)}${']'.repeat(600)}\n`),
      { reason: 'render_too_deep', params: { file: 'a.yaml', limit: 500 } },
    ],
    [
      'aliases that stand for far too much',
      () => {
        const level = (index: number) => `l${index}: &l${index} [${`*l${index - 1},`.repeat(9)}]\n`
        const levels = Array.from({ length: 8 }, (_, index) => level(index + 1)).join('')
        write('kustomization.yaml', 'resources: [a.yaml]\n')
        write('a.yaml', `${CONFIG_MAP}l0: &l0 [x,x,x,x,x,x,x,x,x]\n${levels}`)
      },
      { reason: 'render_yaml', params: { file: 'a.yaml' } },
    ],
  ])('refuses %s by name and number', async (_, make, error) => {
    make()
    await expect(render(request())).rejects.toMatchObject(error)
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

  it('renders several folders of a tree at once, up to the one that takes too much', async () => {
    write('a/a.yaml', CONFIG_MAP)
    write('bomb/Chart.yaml', 'apiVersion: v2\nname: hostile\nversion: 0.1.0\n')
    write('bomb/templates/a.yaml', LOOP)
    write('b/b.yaml', CONFIG_MAP.replace('settings', 'others'))
    const renderAll = createRenderer({ binary: BINARY, limits: { timeoutMs: 2000 } })
    const bomb = request({ path: 'bomb' })
    expect(await renderAll(dir, [request({ path: 'a' }), request({ path: 'b' }), bomb, request()])).toMatchObject([
      { result: { objects: [{ name: 'settings' }] } },
      { result: { objects: [{ name: 'others' }] } },
    ])
    expect(await renderAll(dir, [bomb])).toMatchObject([{ error: { reason: 'render_timeout' } }])
  })
})
