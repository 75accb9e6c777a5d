import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import type { GitDoor, SkippedEntry } from '#lib/git/types.ts'
import { refusalError } from '#lib/render/refusal.ts'
import type { Render, RenderOutcome, RenderRequest } from '#lib/render/types.ts'
import { sourceSchema } from '../model/spec.ts'
import { type ManifestRequest, createManifests } from './manifests.ts'

const request: ManifestRequest = {
  remote: { url: 'https://example.org/shop', credential: null, tenant: 'demo' },
  commit: 'c1',
  source: sourceSchema.parse({ revision: 'main' }),
  name: 'shop',
  namespace: 'shop',
  kubeVersion: 'v1.36.0',
}

type Answer = 'shared' | 'own' | 'refused for all' | 'refused for this one' | 'not started'

const failures: Partial<Record<Answer, () => AppError>> = {
  'refused for all': () => refusalError({ code: 'yaml', message: '', file: 'a.yaml', line: 1, limit: 0, shared: true }),
  'refused for this one': () =>
    refusalError({ code: 'helm', message: '', file: 'a.yaml', line: 1, limit: 0, shared: false }),
  'not started': () => new AppError('UNAVAILABLE', { reason: 'renderer_missing' }),
}

/** A renderer that counts, and answers as told. */
function counting(answer: Answer, skipped: SkippedEntry[] = []) {
  const state = { answer, asked: [] as RenderRequest[], processes: 0 }
  const render: Render = async (_dir, requests) => {
    state.processes++
    state.asked.push(...requests)
    await Promise.resolve()
    const failure = failures[state.answer]
    return requests.map((): RenderOutcome =>
      failure
        ? { error: failure() }
        : { result: { kind: 'directory', shared: state.answer === 'shared', objects: [], warnings: [] } },
    )
  }
  const git: Pick<GitDoor, 'withTree'> = { withTree: (_remote, _commit, work) => work('/tree', skipped) }
  return { state, manifests: createManifests(git as GitDoor, render) }
}

it('renders a commit once, also for several who ask at the same time', async () => {
  const { state, manifests } = counting('own')
  await Promise.all([manifests(request), manifests(request)])
  await manifests(request)
  expect(state.asked).toHaveLength(1)
})

const fifty = Array.from({ length: 50 }, (_, index) => ({
  ...request,
  name: `shop-${index}`,
  namespace: `shop-${index}`,
  kubeVersion: `v1.${index}.0`,
  source: { ...request.source, revision: index % 2 === 0 ? 'main' : 'HEAD' },
}))

it('renders a folder once for fifty deployments of it, also when they ask at the same time', async () => {
  const { state, manifests } = counting('shared')
  const results = await Promise.all(fifty.map((one) => manifests(one)))
  expect(new Set([...results, await manifests(request)]).size).toBe(1)
  expect(state.asked).toHaveLength(1)
})

it('renders a chart once for each deployment', async () => {
  const { state, manifests } = counting('own')
  await Promise.all(fifty.map((one) => manifests(one)))
  await Promise.all(fifty.map((one) => manifests(one)))
  expect(state.asked.map(({ name }) => name).sort()).toEqual(fifty.map(({ name }) => name).sort())
})

it.each<[string, Partial<ManifestRequest>]>([
  ['commit', { commit: 'c2' }],
  ['path', { source: { ...request.source, path: 'config' } }],
  ['option', { source: sourceSchema.parse({ revision: 'main', kustomize: { namePrefix: 'x-' } }) }],
  ['credential', { remote: { ...request.remote, credential: { type: 'password', username: 'u', secret: 's' } } }],
])('renders again for another %s', async (_, change) => {
  const { state, manifests } = counting('shared')
  await manifests(request)
  await manifests({ ...request, ...change })
  expect(state.asked).toHaveLength(2)
})

it.each<[Answer, number, string]>([
  ['refused for all', 1, 'render_yaml'],
  ['refused for this one', 50, 'render_helm'],
  ['not started', 50, 'renderer_missing'],
])('%s, fifty who ask at the same time cost %i renderings', async (answer, renderings, reason) => {
  const { state, manifests } = counting(answer)
  const results = await Promise.allSettled(fifty.map((one) => manifests(one)))
  for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: { reason } })
  expect(state.asked).toHaveLength(renderings)
})

it('does not keep a failure', async () => {
  const { state, manifests } = counting('refused for all')
  await expect(manifests(request)).rejects.toMatchObject({ reason: 'render_yaml' })
  state.answer = 'shared'
  await expect(manifests(request)).resolves.toMatchObject({ kind: 'directory' })
})

it('renders folders of one tree together, and those of another one apart', async () => {
  const { state, manifests } = counting('own')
  const paths = Array.from({ length: 120 }, (_, index) => `app-${index}`)
  const all = paths.map((path) => manifests({ ...request, source: { ...request.source, path } }))
  await Promise.all([...all, manifests({ ...request, commit: 'c2' })])
  expect(state.asked).toHaveLength(121)
  expect(state.processes).toBe(4)
})

it('tells what the checkout left out of the folder, and nothing else', async () => {
  const skipped: SkippedEntry[] = [
    { path: 'config/a.yaml', why: 'link' },
    { path: 'config', why: 'submodule' },
    { path: 'config-old/b.yaml', why: 'name' },
  ]
  const { manifests } = counting('shared', skipped)
  const { warnings } = await manifests({ ...request, source: { ...request.source, path: 'config' } })
  expect(warnings.map(({ params }) => params)).toEqual([
    { file: 'config/a.yaml', entry: 'link' },
    { file: 'config', entry: 'submodule' },
  ])
  expect((await manifests(request)).warnings).toHaveLength(3)
})

it('renders a new commit for everybody who had the one before, as soon as the first one asks', async () => {
  const { state, manifests } = counting('own')
  const paths = Array.from({ length: 40 }, (_, index) => ({ ...request.source, path: `app-${index}` }))
  for (const source of paths) await manifests({ ...request, source })
  const before = { renders: state.asked.length, processes: state.processes }
  await manifests({ ...request, commit: 'c2', source: paths[7] ?? request.source })
  await Promise.all(paths.map((source) => manifests({ ...request, commit: 'c2', source })))
  expect([state.asked.length - before.renders, state.processes - before.processes]).toEqual([40, 1])
})

describe('folders that nobody has rendered yet', () => {
  const folder = (index: number): ManifestRequest => ({
    ...request,
    source: { ...request.source, path: `app-${index}` },
  })
  const folders = Array.from({ length: 40 }, (_, index) => folder(index))

  it('are rendered with the first one that is asked for, by one process', async () => {
    const { state, manifests } = counting('own')
    let questions = 0
    const neighbours = async () => {
      questions++
      return folders
    }
    await Promise.all(folders.slice(0, 6).map((one) => manifests(one, neighbours)))
    for (const one of folders) await manifests(one, neighbours)
    expect({ ...state, asked: state.asked.length, questions }).toMatchObject({ asked: 40, processes: 1, questions: 1 })
  })

  it('are rendered as they are asked for when nobody can say which', async () => {
    const { state, manifests } = counting('own')
    await manifests(folder(0), () => Promise.reject(new Error('the database is away')))
    await manifests(folder(1), () => Promise.resolve([]))
    expect(state.asked).toHaveLength(2)
  })

  it('take nothing from the one that is asked for when they fail', async () => {
    const { state, manifests } = counting('refused for this one')
    await expect(manifests(folder(0), () => Promise.resolve(folders))).rejects.toMatchObject({ reason: 'render_helm' })
    state.answer = 'own'
    await expect(manifests(folder(1), () => Promise.resolve(folders))).resolves.toMatchObject({ kind: 'directory' })
  })
})

it('asks again for what a process did not come to: the others together, and last by itself whatever ended it', async () => {
  const processes: string[][] = []
  const render: Render = async (_dir, requests) => {
    const names = requests.map(({ source }) => source.path)
    processes.push(names)
    await Promise.resolve()
    if (names.length === 1 && names[0] === 'bomb') return [{ error: new AppError('TIMEOUT', { reason: 'render_cpu' }) }]
    const bomb = names.indexOf('bomb')
    const answered = bomb < 0 ? requests : requests.slice(0, bomb)
    return answered.map(() => ({ result: { kind: 'directory', shared: true, objects: [], warnings: [] } }))
  }
  const git: Pick<GitDoor, 'withTree'> = { withTree: (_remote, _commit, work) => work('/tree', []) }
  const manifests = createManifests(git as GitDoor, render)
  const of = (path: string) => manifests({ ...request, source: { ...request.source, path } })
  const results = await Promise.allSettled(['a', 'bomb', 'b', 'c'].map(of))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(processes).toEqual([['a', 'bomb', 'b', 'c'], ['b', 'c'], ['bomb']])
})
