import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeploymentSpec, deploymentSpecSchema } from '../model/spec.ts'
import { type ApplicationRow, fromApplication, toApplication } from './application.ts'

const row = (spec: object): ApplicationRow => ({
  name: 'open-podcasts',
  project: 'demo-devops',
  repositoryUrl: 'https://example.org/open-podcasts.git',
  cluster: 'sandbox',
  namespace: 'demo-project',
  spec: deploymentSpecSchema.parse({ source: {}, syncPolicy: {}, ...spec }),
})

const application = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'open-podcasts' },
  spec: {
    project: 'demo-devops',
    source: { repoURL: 'https://example.org/open-podcasts.git', targetRevision: 'HEAD', path: '.' },
    destination: { name: 'sandbox', namespace: 'demo-project' },
  },
}

/** A copy of the Application with another value at the path; undefined removes the field. */
function changed(path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(application)
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  const parent = steps.reduce((current, step) => (current as Record<string, unknown>)[step], copy)
  Object.assign(parent as object, { [last]: value })
  return JSON.parse(JSON.stringify(copy))
}

describe('a continuous deployment as an Application', () => {
  it('says no more than is needed', () => expect(toApplication(row({}))).toEqual(application))

  it.each(['spec.syncPolicy', 'spec.ignoreDifferences', 'spec.source.targetRevision', 'metadata.annotations'])(
    'reads %s without a value as absent, as the API server does',
    (path) => expect(fromApplication(changed(path, null))).toMatchObject({ ok: true, value: row({}) }),
  )

  it('says every option by its Argo CD name, and only those that are on', () => {
    const syncPolicy = {
      automated: { prune: true, selfHeal: false },
      skipSchemaValidation: true,
      createNamespace: true,
      pruneLast: true,
      applyOutOfSyncOnly: true,
      prunePropagation: 'orphan',
      replace: true,
    }
    const source = { revision: 'v1.x', path: 'config/default', kind: 'kustomize' }
    expect(toApplication(row({ source, syncPolicy }))['spec']).toMatchObject({
      source: { targetRevision: 'v1.x', path: 'config/default', kustomize: {} },
      syncPolicy: {
        automated: { prune: true },
        syncOptions: [
          'Validate=false',
          'CreateNamespace=true',
          'PruneLast=true',
          'ApplyOutOfSyncOnly=true',
          'Replace=true',
          'PrunePropagationPolicy=orphan',
        ],
      },
    })
  })

  it('reads back exactly what it wrote', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const value = row(spec)
        expect(fromApplication(JSON.parse(JSON.stringify(toApplication(value))))).toEqual({ ok: true, value })
      }),
    )
  })
})

describe('reading an Application', () => {
  it.each<[string, unknown, unknown]>([
    ['another kind', { ...application, kind: 'AppProject' }, { path: ['kind'], code: 'not_a_choice' }],
    ['another version', { ...application, apiVersion: 'v1' }, { path: ['apiVersion'], code: 'not_a_choice' }],
    ['no destination', changed('spec.destination', undefined), { path: ['spec', 'destination'], code: 'required' }],
    [
      'no cluster',
      changed('spec.destination.name', undefined),
      { path: ['spec', 'destination', 'name'], code: 'required' },
    ],
    [
      'a server address',
      changed('spec.destination.server', 'https://x'),
      { path: ['spec', 'destination', 'server'], code: 'unknown_field' },
    ],
    ['a status', { ...application, status: {} }, { path: ['status'], code: 'unknown_field' }],
    ['several sources', changed('spec.sources', []), { path: ['spec', 'sources'], code: 'unknown_field' }],
    [
      'an option nobody knows',
      changed('spec.syncPolicy', { syncOptions: ['Replace=true', 'Fast=true'] }),
      { path: ['spec', 'syncPolicy', 'syncOptions', 1], code: 'not_a_choice' },
    ],
    [
      'an option said twice',
      changed('spec.syncPolicy', { syncOptions: ['Replace=true', 'Replace=false'] }),
      { path: ['spec', 'syncPolicy', 'syncOptions', 1], code: 'not_a_choice' },
    ],
    [
      'a path that leaves the repository',
      changed('spec.source.path', '../x'),
      { path: ['spec', 'source', 'path'], code: 'path_format' },
    ],
    [
      'a revision that looks like an option',
      changed('spec.source.targetRevision', '--upload-pack=x'),
      { path: ['spec', 'source', 'targetRevision'], code: 'revision_format' },
    ],
    [
      'two kinds of source',
      changed('spec.source', { ...application.spec.source, helm: {}, kustomize: {} }),
      { path: ['spec', 'source', 'helm'], code: 'invalid' },
    ],
    [
      'more rules about differences than are kept',
      changed(
        'spec.ignoreDifferences',
        Array.from({ length: 101 }, () => ({ kind: 'Service', jsonPointers: ['/spec/type'] })),
      ),
      { path: ['spec', 'ignoreDifferences'], code: 'too_long' },
    ],
    ['a number for a name', changed('metadata.name', 7), { path: ['metadata', 'name'], code: 'invalid' }],
    ['nothing at all', null, { path: [], code: 'invalid' }],
  ])('%s is refused with its path', (_, object, issue) => {
    expect(fromApplication(object)).toEqual({ ok: false, issues: [issue] })
  })

  it('names every unknown field', () => {
    const object = changed('spec', { ...application.spec, info: [], revisionHistoryLimit: 3 })
    expect(fromApplication(object)).toEqual({
      ok: false,
      issues: [
        { path: ['spec', 'info'], code: 'unknown_field' },
        { path: ['spec', 'revisionHistoryLimit'], code: 'unknown_field' },
      ],
    })
  })

  it('takes the place where Argo CD kept it, and that it applied on the server, for granted', () => {
    const object = {
      ...application,
      metadata: { ...application.metadata, namespace: 'argocd' },
      spec: { ...application.spec, syncPolicy: { syncOptions: ['ServerSideApply=true', 'Validate=true'] } },
    }
    expect(fromApplication(object)).toEqual({ ok: true, value: row({}) })
  })
})

const boolean = fc.boolean()
const specs: fc.Arbitrary<DeploymentSpec> = fc
  .record({
    source: fc
      .record({
        revision: fc.constantFrom('HEAD', 'main', 'v1.2.x', 'a'.repeat(40)),
        path: fc.constantFrom('.', 'config/default', '한글/경로'),
        kind: fc.constantFrom('auto', 'directory', 'kustomize', 'helm'),
        recurse: boolean,
      })
      // Sub-folders are a matter of plain folders only.
      .map(({ recurse, ...source }) => ({
        ...source,
        directory: { recurse: recurse && (source.kind === 'auto' || source.kind === 'directory') },
      })),
    syncPolicy: fc.record({
      automated: fc.option(fc.record({ prune: boolean, selfHeal: boolean })),
      skipSchemaValidation: boolean,
      createNamespace: boolean,
      pruneLast: boolean,
      applyOutOfSyncOnly: boolean,
      prunePropagation: fc.constantFrom('foreground', 'background', 'orphan'),
      replace: boolean,
    }),
    ignoreDifferences: fc.array(
      fc.record(
        {
          group: fc.constantFrom('', 'apps'),
          kind: fc.constantFrom('Deployment', 'Service'),
          name: fc.constantFrom('web', 'api'),
          jsonPointers: fc.constant(['/spec/replicas']),
        },
        { requiredKeys: ['group', 'kind', 'jsonPointers'] },
      ),
      { maxLength: 2 },
    ),
  })
  .map((spec) => deploymentSpecSchema.parse(spec))
