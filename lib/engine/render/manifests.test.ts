import { expect, it } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import type { GitDoor } from '#lib/git/types.ts'
import type { Render, RenderOutcome, RenderResult } from '#lib/render/types.ts'
import { sourceSchema } from '../model/spec.ts'
import { type ManifestRequest, createManifests } from './manifests.ts'

const git = {
  withTree: <T>(_remote: unknown, _commit: string, work: (dir: string) => Promise<T>) => work('/tree'),
} as unknown as GitDoor

const request: ManifestRequest = {
  remote: { url: 'https://example.org/shop', credential: null, tenant: 'acme' },
  commit: 'c1',
  source: sourceSchema.parse({ revision: 'main' }),
  namespace: 'shop',
  releaseName: 'shop',
  kubeVersion: 'v1.36.0',
}

function counting({ fails = false, kind = 'helm' }: { fails?: boolean; kind?: RenderResult['kind'] } = {}) {
  const state = { renders: 0, processes: 0, fails }
  const render: Render = async (_dir, requests) => {
    state.processes++
    state.renders += requests.length
    await Promise.resolve()
    return requests.map((): RenderOutcome => {
      if (state.fails) return { error: new AppError('UPSTREAM', { reason: 'render_yaml' }) }
      return { result: { kind, objects: [], warnings: [] } }
    })
  }
  return { state, manifests: createManifests(git, render) }
}

it('renders a commit once, also for several who ask at the same time', async () => {
  const { state, manifests } = counting()
  await Promise.all([manifests(request), manifests(request)])
  await manifests(request)
  expect(state.renders).toBe(1)
})

it.each<[string, Partial<ManifestRequest>]>([
  ['commit', { commit: 'c2' }],
  ['namespace', { namespace: 'other' }],
  ['release name', { releaseName: 'other' }],
  ['version of the cluster', { kubeVersion: 'v1.30.0' }],
  ['path', { source: { ...request.source, path: 'config' } }],
  ['credential', { remote: { ...request.remote, credential: { type: 'password', username: 'u', secret: 's' } } }],
])('renders again for another %s', async (_, change) => {
  const { state, manifests } = counting()
  await manifests(request)
  await manifests({ ...request, ...change })
  expect(state.renders).toBe(2)
})

it('does not keep a failure', async () => {
  const { state, manifests } = counting({ fails: true })
  await expect(manifests(request)).rejects.toMatchObject({ reason: 'render_yaml' })
  state.fails = false
  await expect(manifests(request)).resolves.toMatchObject({ kind: 'helm' })
})

it('renders a folder that is no chart once for everybody who deploys it', async () => {
  const { state, manifests } = counting({ kind: 'kustomize' })
  await manifests(request)
  await manifests({ ...request, namespace: 'other', releaseName: 'other', kubeVersion: 'v1.30.0' })
  expect(state.renders).toBe(1)
})

it('renders folders of one tree together, and those of another one apart', async () => {
  const { state, manifests } = counting()
  const paths = Array.from({ length: 120 }, (_, index) => `app-${index}`)
  const all = paths.map((path) => manifests({ ...request, source: { ...request.source, path } }))
  await Promise.all([...all, manifests({ ...request, commit: 'c2' })])
  expect(state).toMatchObject({ renders: 121, processes: 4 })
})
