import { describe, expect, it } from 'vitest'
import { failure, remoteAt, useGitFixture } from './testing/fixture.ts'
import { startGitServer } from './testing/git-http.ts'
import type { GitRemote } from './types.ts'

const git = useGitFixture()
const revision = (name: string) => git.door.resolve(git.remote(), name)

describe('reading refs', () => {
  it('lists branches and tags with their commits', async () => {
    const first = git.repository.commit({ 'a.yaml': 'a' })
    git.repository.annotatedTag('v1.0.0', first)
    const second = git.repository.commit({ 'a.yaml': 'b' })
    git.repository.setRef('refs/pull/7/head', first)
    expect(await git.door.listRefs(git.remote())).toEqual({
      defaultBranch: 'main',
      head: second,
      branches: [{ name: 'main', commit: second }],
      tags: [{ name: 'v1.0.0', commit: first }],
    })
  })

  it('resolves names, constraints and unlisted refs, and asks nobody about a full id', async () => {
    const first = git.repository.commit({ 'a.yaml': 'a' })
    git.repository.annotatedTag('v1.2.0', first)
    git.repository.setRef('refs/pull/7/head', first)
    const second = git.repository.commit({ 'a.yaml': 'b' })
    expect(await revision('')).toMatchObject({ kind: 'head', commit: second })
    expect(await revision('1.x')).toMatchObject({ kind: 'semver', ref: 'refs/tags/v1.2.0', commit: first })
    expect(await revision('refs/pull/7/head')).toMatchObject({ ref: 'refs/pull/7/head', commit: first })
    const asked = git.server.requests.length
    expect(await revision(first)).toMatchObject({ kind: 'commit', commit: first })
    expect(git.server.requests.length).toBe(asked)
  })

  it('F15: does not find a branch or a ref that is missing', async () => {
    git.repository.commit({ 'a.yaml': 'a' })
    await expect(revision('gone')).rejects.toEqual(failure('revision_not_found'))
    await expect(revision('refs/pull/9/head')).rejects.toEqual(failure('revision_not_found'))
  })

  it('F15: follows a tag that is moved and a default branch that is renamed', async () => {
    const first = git.repository.commit({ 'a.yaml': 'a' })
    git.repository.setRef('refs/tags/stable', first)
    await git.door.fetch(git.remote(), await revision('stable'))
    const second = git.repository.commit({ 'a.yaml': 'b' }, { branch: 'trunk', orphan: true })
    git.repository.setRef('refs/tags/stable', second)
    git.repository.git('symbolic-ref', 'HEAD', 'refs/heads/trunk')
    git.repository.deleteRef('refs/heads/main')
    expect(await git.door.fetch(git.remote(), await revision('stable'))).toMatchObject({ id: second })
    expect(await revision('')).toMatchObject({ kind: 'head', ref: 'refs/heads/trunk', commit: second })
  })

  it('F15: says that a repository is empty', async () => {
    await expect(git.door.listRefs(git.remote())).rejects.toEqual(failure('git_empty_repository'))
  })
})

describe('folders', () => {
  it('lists one level and marks what each folder holds', async () => {
    const commit = git.repository.commit({
      'README.md': 'x',
      'base/deploy.yaml': 'x',
      'overlay/kustomization.yaml': 'x',
      'overlay/patch.yaml': 'x',
      'chart/Chart.yaml': 'x',
      'chart/templates/a.yaml': 'x',
      'docs/a.md': 'x',
      link: { link: 'base' },
      '가게 앱/a.json': '{}',
    })
    expect(await git.door.listFolder(git.remote(), commit, '.')).toEqual([
      { name: 'base', path: 'base', type: 'folder', kind: 'directory' },
      { name: 'chart', path: 'chart', type: 'folder', kind: 'helm' },
      { name: 'docs', path: 'docs', type: 'folder', kind: null },
      { name: 'overlay', path: 'overlay', type: 'folder', kind: 'kustomize' },
      { name: '가게 앱', path: '가게 앱', type: 'folder', kind: 'directory' },
      { name: 'README.md', path: 'README.md', type: 'file', kind: null },
    ])
    expect(await git.door.listFolder(git.remote(), commit, './chart/')).toEqual([
      { name: 'templates', path: 'chart/templates', type: 'folder', kind: 'directory' },
      { name: 'Chart.yaml', path: 'chart/Chart.yaml', type: 'file', kind: null },
    ])
  })

  it.each(['missing', 'README.md', '../x', '/etc', 'base/*'])('does not find %j', async (path) => {
    const commit = git.repository.commit({ 'README.md': 'x', 'base/a.yaml': 'x' })
    await expect(git.door.listFolder(git.remote(), commit, path)).rejects.toEqual(failure('path_not_found'))
  })
})

describe('the connection test', () => {
  const stepsOf = async (target: GitRemote) => {
    const { ok, steps, reason } = await git.door.test(target)
    return { ok, reason, steps: steps.map((step) => `${step.step} ${step.ok}`) }
  }

  it('passes step by step and brings the refs', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    const result = await git.door.test(git.remote())
    expect(result).toMatchObject({ ok: true, reason: null, refs: { head: id } })
    expect(result.steps.map(({ step, ok }) => `${step} ${ok}`)).toEqual([
      'allowed true',
      'resolve true',
      'connect true',
      'repository true',
    ])
    expect(result.ms).toBeGreaterThanOrEqual(Math.max(...result.steps.map(({ ms }) => ms)))
  })

  it('stops at the step that fails', async () => {
    expect(await stepsOf(remoteAt('file:///etc'))).toEqual({
      ok: false,
      reason: 'git_url_not_allowed',
      steps: ['allowed false'],
    })
    git.door = git.makeDoor({ resolver: async () => Promise.reject(new Error('ENOTFOUND')) })
    expect(await stepsOf(remoteAt('https://nope.example/x'))).toEqual({
      ok: false,
      reason: 'git_host_not_found',
      steps: ['allowed true', 'resolve false'],
    })
    expect(await stepsOf(git.remote('nope.git'))).toEqual({
      ok: false,
      reason: 'git_repository_not_found',
      steps: ['allowed true', 'resolve true', 'connect true', 'repository false'],
    })
    await git.server.close()
    expect(await stepsOf(git.remote())).toEqual({
      ok: false,
      reason: 'git_connection_refused',
      steps: ['allowed true', 'resolve true', 'connect false'],
    })
    git.server = await startGitServer(git.root)
  })

  it('blames the connection when the server does not speak TLS', async () => {
    const allowed = git.server.host
    git.door = git.makeDoor({ allowedPrivateHosts: async () => [allowed] })
    expect(await stepsOf(remoteAt(git.server.url('shop.git').replace('http:', 'https:')))).toMatchObject({
      ok: false,
      reason: 'git_tls_failed',
      steps: ['allowed true', 'resolve true', 'connect false'],
    })
  })
})
