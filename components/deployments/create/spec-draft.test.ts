import { describe, expect, test } from 'vitest'
import { deploymentSpecSchema } from '#lib/engine/model/spec.ts'
import { duplicates, EMPTY_SPEC, fieldOfSpec, fromSpec, toSpec } from './spec-draft.ts'

/** Everything said that can be said. */
const FULL = deploymentSpecSchema.parse({
  source: {
    ...{ revision: 'v1.4.0', path: 'deploy/web', kind: 'helm' },
    directory: { recurse: true, include: '*.yaml', exclude: 'test-*' },
    kustomize: {
      ...{ namePrefix: 'dev-', nameSuffix: '-b', namespace: 'demo', images: ['nginx=registry.example/nginx:1.29'] },
      replicas: [{ name: 'web', count: 0 }],
      commonLabels: { team: 'shop' },
      commonAnnotations: { note: '가 = 나' },
      patches: [{ patch: '{}', target: { kind: 'Deployment' } }],
      components: ['../tls'],
    },
    helm: {
      ...{ releaseName: 'web', valueFiles: ['values-prod.yaml'], values: 'a: 1\n', skipCrds: true },
      parameters: [{ name: 'image.tag', value: '1', forceString: true }],
      ignoreMissingValueFiles: true,
    },
  },
  syncPolicy: {
    automated: { prune: true, selfHeal: true, allowEmpty: true },
    ...{ force: true, respectIgnoreDifferences: true, skipDryRunOnMissingResource: true, prunePropagation: 'orphan' },
    retry: { limit: -1, backoffSeconds: 1.5, factor: 3, maxSeconds: 60 },
    timeouts: { operationSeconds: 60, hookSeconds: 70, healthSeconds: 80 },
  },
  ignoreDifferences: [{ kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
})

describe('the form of a specification', () => {
  test('says it again, with what it has no field for', () => {
    expect(deploymentSpecSchema.parse(toSpec(fromSpec(FULL)))).toEqual(FULL)
  })

  test('leaves out lines that say nothing', () => {
    const draft = {
      ...EMPTY_SPEC,
      images: [{ value: ' ' }, { value: ' a:1 ' }],
      commonLabels: [{ name: '', value: '' }],
    }
    expect(toSpec(draft).source.kustomize).toMatchObject({ images: ['a:1'], commonLabels: {} })
  })

  test('takes no number for one', () => {
    const { syncPolicy } = toSpec({ ...EMPTY_SPEC, retryLimit: '', healthSeconds: '5분' })
    expect([syncPolicy.retry?.limit, syncPolicy.timeouts?.healthSeconds]).toEqual([NaN, NaN])
  })

  test('names a list in which a name stands twice', () => {
    const twice = [
      { name: 'a', value: '1' },
      { name: 'a ', value: '2' },
    ]
    expect(duplicates({ ...EMPTY_SPEC, parameters: twice })).toEqual({ parameters: { code: 'duplicate' } })
  })

  test('knows the field of what lies inside a list', () => {
    expect(fieldOfSpec('source.kustomize.replicas.3.count')).toBe('replicas')
    expect(fieldOfSpec('ignoreDifferences.0.kind')).toBeUndefined()
  })
})
