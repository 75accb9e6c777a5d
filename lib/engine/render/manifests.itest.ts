/** Commits as hostile as they come, through the real Git door and the real renderer. */
import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useGitFixture } from '#lib/git/testing/fixture.ts'
import { createRenderer } from '#lib/render/renderer.ts'
import type { Render } from '#lib/render/types.ts'
import { sourceSchema } from '../model/spec.ts'
import { createManifests } from './manifests.ts'

const git = useGitFixture()

/** Somebody who must not be called. */
let stranger: Server
let calls = 0
beforeEach(async () => {
  calls = 0
  stranger = createServer((_request, response) => {
    calls++
    response.end('{}')
  })
  await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening))
})
afterEach(() => new Promise((closed) => stranger.close(closed)))

const renderer = createRenderer({ binary: resolve(import.meta.dirname, '../../../.build/bin/renderer') })
let asked = 0
const counting: Render = (dir, requests) => {
  asked += requests.length
  return renderer(dir, requests)
}
beforeEach(() => {
  asked = 0
})

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`

const request = (commit: string, path = '.', name = 'shop') => ({
  remote: git.remote(),
  commit,
  source: sourceSchema.parse({ path, directory: { recurse: true } }),
  name,
  namespace: name,
  kubeVersion: 'v1.36.3',
})

describe('hostile commits', () => {
  it('R1: does not follow links, and tells which were left out of the folder', async () => {
    const commit = git.repository.commit({
      'app/a.yaml': object('a'),
      'app/p.yaml': { link: '/etc/passwd' },
      'app/up': { link: '..' },
      'app/b.yaml': { link: 'a.yaml' },
      'other/c.yaml': { link: '/etc/passwd' },
    })
    const { objects, warnings } = await createManifests(git.door, counting)(request(commit, 'app'))
    expect(objects.map(({ name }) => name)).toEqual(['a'])
    expect(warnings.map(({ reason, params }) => `${reason} ${params['file']} ${params['entry']}`).sort()).toEqual([
      'tree_entry_skipped app/b.yaml link',
      'tree_entry_skipped app/p.yaml link',
      'tree_entry_skipped app/up link',
    ])
  })

  it('R6: fetches no submodule, whatever .gitmodules says, and tells that it is left out', async () => {
    const { port } = stranger.address() as AddressInfo
    const modules = [
      `url = http://127.0.0.1:${port}/x.git`,
      'url = file:///etc',
      'url = ext::sh -c id',
      'path = ../x\r',
    ].map((line, index) => `[submodule "m${index}"]\n\tpath = m${index}\n\t${line}\n`)
    const commit = git.repository.commit({
      'a.yaml': object('a'),
      '.gitmodules': modules.join(''),
      m0: { submodule: '1'.repeat(40) },
      m1: { submodule: '2'.repeat(40) },
    })
    const { objects, warnings } = await createManifests(git.door, counting)(request(commit))
    expect(objects.map(({ name }) => name)).toEqual(['a'])
    expect(warnings.map(({ params }) => params['entry'])).toEqual(['submodule', 'submodule'])
    expect(calls).toBe(0)
  })

  it('R7: runs nothing that a repository brings, and fetches no large file', async () => {
    const { port } = stranger.address() as AddressInfo
    const canary = join(git.root, 'canary')
    const script = `#!/bin/sh\ntouch ${canary}\n`
    const commit = git.repository.commit({
      'a.yaml': `${object('a')}data: {commit: "$Format:%H$"}\n`,
      'large.yaml': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`,
      '.lfsconfig': `[lfs]\n\turl = http://127.0.0.1:${port}/lfs\n`,
      '.gitattributes': '*.yaml filter=evil diff=evil export-subst\nlarge.yaml filter=lfs\n',
      '.gitconfig': `[filter "evil"]\n\tsmudge = touch ${canary}\n[core]\n\tfsmonitor = touch ${canary}\n`,
      'hooks/post-checkout': script,
      '.githooks/post-checkout': script,
    })
    const { objects, warnings } = await createManifests(git.door, counting)(request(commit))
    expect(objects.map(({ raw }) => raw)).toEqual([expect.stringContaining('"$Format:%H$"')])
    expect(warnings.map(({ params }) => params['file'])).toEqual(['large.yaml'])
    expect({ calls, touched: existsSync(canary) }).toEqual({ calls: 0, touched: false })
  })

  it('R10: a commit without manifests is nothing, not a failure', async () => {
    const commit = git.repository.commit({ 'README.md': '# nothing', 'a.yaml': '# only a comment\n---\n' })
    const { objects, warnings } = await createManifests(git.door, counting)(request(commit))
    expect(objects).toEqual([])
    expect(warnings.map(({ reason }) => reason)).toEqual(['no_objects'])
  })
})

describe('many deployments of one commit', () => {
  const fifty = (commit: string) => Array.from({ length: 50 }, (_, index) => request(commit, 'app', `shop-${index}`))

  it('renders plain manifests once for all of them', async () => {
    const commit = git.repository.commit({ 'app/a.yaml': object('a') })
    const manifests = createManifests(git.door, counting)
    const results = await Promise.all(fifty(commit).map((one) => manifests(one)))
    expect(new Set(results).size).toBe(1)
    expect(asked).toBe(1)
  })

  it('renders a chart once for each of them', async () => {
    const commit = git.repository.commit({
      'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
      'app/templates/a.yaml': object('{{ .Release.Name }}-{{ .Release.Namespace }}'),
    })
    const manifests = createManifests(git.door, counting)
    for (let round = 0; round < 2; round++) {
      const results = await Promise.all(fifty(commit).map((one) => manifests(one)))
      expect(results.map(({ objects }) => objects[0]?.name)).toEqual(fifty(commit).map(({ name }) => `${name}-${name}`))
    }
    expect(asked).toBe(50)
  })

  it('renders for each whose settings lie beside the manifests', async () => {
    const commit = git.repository.commit({
      'app/kustomization.yaml': 'resources: [a.yaml]\n',
      'app/a.yaml': object('a'),
      'app/.argocd-source-shop-7.yaml': 'kustomize: {namePrefix: seven-}\n',
    })
    const manifests = createManifests(git.door, counting)
    const results = await Promise.all(fifty(commit).map((one) => manifests(one)))
    expect(results.map(({ objects }) => objects[0]?.name).filter((name) => name !== 'a')).toEqual(['seven-a'])
  })
})
