import { describe, expect, test } from 'vitest'
import type { Destination } from '#lib/features/clusters/types.ts'
import { checkDestination, chooseCluster, presetCluster } from './destinations.ts'
import { EMPTY_DRAFT } from './draft.ts'

const destination = (name: string, projects: string[]): Destination => ({
  cluster: { id: name, name, alias: '', sandbox: false, state: 'ready', progress: null, reason: null, kubeVersion: '' },
  projects: projects.map((project) => ({ name: project, alias: '' })),
})
const sandbox = destination('sandbox', ['demo-project', 'shared'])
const seoul = destination('prod-seoul', ['shared'])

describe('the destination of a deployment', () => {
  test('is preset only where there is no choice', () => {
    expect(presetCluster([sandbox])).toBe('sandbox')
    expect(presetCluster([sandbox, seoul])).toBe('')
    expect(presetCluster([])).toBe('')
  })

  test('loses its project when the other cluster has none of that name', () => {
    const draft = { ...EMPTY_DRAFT, cluster: 'sandbox', namespace: 'demo-project' }
    expect(chooseCluster(draft, [sandbox, seoul], 'prod-seoul')).toEqual({ cluster: 'prod-seoul', namespace: '' })
    const shared = { ...draft, namespace: 'shared' }
    expect(chooseCluster(shared, [sandbox, seoul], 'prod-seoul')).toEqual({
      cluster: 'prod-seoul',
      namespace: 'shared',
    })
  })

  test('may be a project that does not exist only when the synchronisation creates it', () => {
    const draft = { ...EMPTY_DRAFT, cluster: 'sandbox', namespace: 'shop' }
    expect(checkDestination(draft, [sandbox])).toEqual({ namespace: { code: 'not_a_choice' } })
    expect(checkDestination({ ...draft, createNamespace: true }, [sandbox])).toEqual({})
  })

  test('may not be a cluster that the DevOps project has no access to', () => {
    const draft = { ...EMPTY_DRAFT, cluster: 'gone', namespace: 'shared' }
    expect(checkDestination(draft, [sandbox])).toEqual({ cluster: { code: 'not_a_choice' } })
  })
})
