import { expect, it } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import type { GitDoor } from '#lib/git/types.ts'
import type { Render } from '#lib/render/types.ts'
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

function counting(fails = false) {
  const state = { renders: 0, fails }
  const render: Render = async () => {
    state.renders++
    await Promise.resolve()
    if (state.fails) throw new AppError('UPSTREAM', { reason: 'render_yaml' })
    return { kind: 'directory', objects: [], warnings: [] }
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
  const { state, manifests } = counting(true)
  await expect(manifests(request)).rejects.toMatchObject({ reason: 'render_yaml' })
  state.fails = false
  await expect(manifests(request)).resolves.toMatchObject({ kind: 'directory' })
})
