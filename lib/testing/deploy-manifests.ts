/** The manifests of `deploy/`, rendered as a deployment of Ieum would be. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { sourceSchema } from '#lib/engine/model/spec.ts'
import { createRenderer } from '#lib/render/renderer.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The objects of `deploy/<folder>` with `overlay` (a kustomization without resources) over them. Throws what the renderer throws. */
export async function renderManifests(folder: string, overlay: object): Promise<KubeObject[]> {
  const dir = mkdtempSync(join(tmpdir(), 'ieum-manifests-'))
  try {
    cpSync(join(ROOT, 'deploy', folder), join(dir, 'base'), { recursive: true })
    mkdirSync(join(dir, 'own'))
    writeFileSync(join(dir, 'own/kustomization.yaml'), JSON.stringify({ ...overlay, resources: ['../base'] }))
    const renderAll = createRenderer({ binary: join(ROOT, '.build/bin/renderer') })
    const source = sourceSchema.parse({ path: 'own' })
    const request = { source, namespace: 'ieum', name: 'ieum', kubeVersion: 'v1.36.3' }
    const [outcome] = await renderAll(dir, [request])
    if (!outcome || 'error' in outcome) throw outcome?.error
    return outcome.result.objects.map(({ raw }) => JSON.parse(raw) as KubeObject)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
