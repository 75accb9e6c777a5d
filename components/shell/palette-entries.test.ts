import { Box } from 'lucide-react'
import { expect, it } from 'vitest'
import { hitHref, hitOptions, type HitLooks } from './palette-entries.ts'

const LOOKS = Object.fromEntries(
  ['workspace', 'devops', 'project', 'deployment', 'repository'].map((kind) => [kind, { icon: Box, group: kind }]),
) as HitLooks

it('each kind of hit leads to its page', () => {
  const base = { name: 'x', alias: '', workspace: 'w' }
  expect(hitHref({ ...base, kind: 'workspace' })).toBe('/workspaces/x/devops-projects')
  expect(hitHref({ ...base, kind: 'devops' })).toBe('/workspaces/w/devops-projects/x')
  expect(hitHref({ ...base, kind: 'project', cluster: 'c' })).toBe('/workspaces/w/projects/c/x')
  expect(hitHref({ ...base, kind: 'deployment', devopsProject: 'd' })).toBe(
    '/workspaces/w/devops-projects/d/deployments/x',
  )
  expect(hitHref({ ...base, kind: 'repository', devopsProject: 'd' })).toBe(
    '/workspaces/w/devops-projects/d/repositories?search=x',
  )
})

it('a hit says its alias and where it belongs', () => {
  const hits = [{ kind: 'deployment', name: 'pay', alias: '결제', workspace: 'w', devopsProject: 'd' }] as const
  expect(hitOptions(hits, LOOKS)).toMatchObject([{ label: 'pay', description: '결제 · w / d', group: 'deployment' }])
})
