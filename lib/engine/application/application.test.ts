import fc from 'fast-check'
import { dump, load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { type DeploymentSpec, deploymentSpecSchema } from '../model/spec.ts'
import { type ApplicationRow, fromApplication, toApplication } from './application.ts'
import { parseDuration } from './durations.ts'

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
      automated: { prune: true, selfHeal: false, allowEmpty: true },
      skipSchemaValidation: true,
      createNamespace: true,
      pruneLast: true,
      applyOutOfSyncOnly: true,
      prunePropagation: 'orphan',
      replace: true,
      force: true,
      respectIgnoreDifferences: true,
      skipDryRunOnMissingResource: true,
      retry: { limit: -1, backoffSeconds: 90, factor: 3, maxSeconds: 7200 },
      timeouts: { operationSeconds: 7200, hookSeconds: 90, healthSeconds: 300 },
    }
    const source = {
      revision: 'v1.x',
      path: 'config/default',
      kind: 'kustomize',
      kustomize: { namePrefix: 'a-', replicas: [{ name: 'web', count: 2 }], components: ['../tls'] },
      helm: { values: 'says: nothing' },
    }
    expect(toApplication(row({ source, syncPolicy }))).toMatchObject({
      metadata: { annotations: { 'ieum.dev/timeouts': 'operation=2h,hook=90s' } },
      spec: {
        source: {
          repoURL: 'https://example.org/open-podcasts.git',
          targetRevision: 'v1.x',
          path: 'config/default',
          kustomize: { namePrefix: 'a-', replicas: [{ name: 'web', count: 2 }], components: ['../tls'] },
        },
        syncPolicy: {
          automated: { prune: true, allowEmpty: true },
          retry: { limit: -1, backoff: { duration: '90s', factor: 3, maxDuration: '2h' } },
          syncOptions: [
            'Validate=false',
            'CreateNamespace=true',
            'PruneLast=true',
            'ApplyOutOfSyncOnly=true',
            'Replace=true',
            'Force=true',
            'RespectIgnoreDifferences=true',
            'SkipDryRunOnMissingResource=true',
            'PrunePropagationPolicy=orphan',
          ],
        },
      },
    })
  })

  it('keeps looking at a folder that has options, which Argo CD cannot say', () => {
    const source = { kind: 'auto', directory: { recurse: true }, helm: { releaseName: 'live' } }
    expect(toApplication(row({ source }))).toMatchObject({
      metadata: { annotations: { 'ieum.dev/source-kind': 'auto' } },
      spec: { source: { directory: { recurse: true }, helm: { releaseName: 'live' } } },
    })
  })

  it('reads back exactly what it wrote', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const value = row(spec)
        expect(fromApplication(load(dump(toApplication(value), { noRefs: true })))).toEqual({ ok: true, value })
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

  it('takes the place where Argo CD kept it, and what Ieum does in any case, for granted', () => {
    const syncOptions = [
      'ServerSideApply=true',
      'Validate=true',
      'FailOnSharedResource=true',
      'ClientSideApplyMigration=true',
    ]
    const object = {
      ...application,
      metadata: { ...application.metadata, namespace: 'argocd' },
      spec: { ...application.spec, syncPolicy: { syncOptions } },
    }
    expect(fromApplication(object)).toEqual({ ok: true, value: row({}) })
  })

  it.each(['ServerSideApply', 'FailOnSharedResource', 'ClientSideApplyMigration'])(
    'does not switch off %s, which it always does',
    (option) => {
      expect(fromApplication(changed('spec.syncPolicy', { syncOptions: [`${option}=false`] }))).toEqual({
        ok: false,
        issues: [{ path: ['spec', 'syncPolicy', 'syncOptions', 0], code: 'not_a_choice' }],
      })
    },
  )

  it.each([
    'spec.source.chart',
    'spec.source.ref',
    'spec.source.plugin',
    'spec.source.directory.jsonnet',
    'spec.source.directory.disableExtensionFilter',
    'spec.source.kustomize.version',
    'spec.source.kustomize.forceCommonLabels',
    'spec.source.kustomize.labelWithoutSelector',
    'spec.source.kustomize.ignoreMissingComponents',
    'spec.source.helm.fileParameters',
    'spec.source.helm.passCredentials',
    'spec.source.helm.skipSchemaValidation',
    'spec.source.helm.skipTests',
    'spec.source.helm.namespace',
    'spec.source.helm.kubeVersion',
    'spec.source.helm.version',
    'spec.syncPolicy.retry.refresh',
    'spec.syncPolicy.managedNamespaceMetadata',
    'spec.sourceHydrator',
    'spec.revisionHistoryLimit',
    'metadata.finalizers',
    'operation',
  ])('refuses %s, on which it does not act', (path) => {
    const steps = path.split('.')
    const value = steps.reduceRight<unknown>((inner, step) => ({ [step]: inner }), true)
    expect(fromApplication(merged(application, value))).toEqual({
      ok: false,
      issues: [{ path: steps, code: 'unknown_field' }],
    })
  })

  it.each<[string, unknown, unknown, (string | number)[]]>([
    ['a path of a patch', { kustomize: { patches: [{ path: 'p.yaml' }] } }, 'unknown_field', ['patches', 0, 'path']],
    ['an absolute values file', { helm: { valueFiles: ['/etc/passwd'] } }, 'path_format', ['valueFiles', 0]],
    ['values said twice', { helm: { values: 'a: 1', valuesObject: { a: 1 } } }, 'invalid', ['valuesObject']],
    ['a number that was rounded', { helm: { valuesObject: { a: [2 ** 53] } } }, 'invalid', ['valuesObject']],
    [
      'a parameter that is no text',
      { helm: { parameters: [{ name: 'a', value: 2 }] } },
      'invalid',
      ['parameters', 0, 'value'],
    ],
    [
      'replicas that are no number',
      { kustomize: { replicas: [{ name: 'a', count: 'many' }] } },
      'invalid',
      ['replicas', 0, 'count'],
    ],
  ])('%s is refused with its path', (_, block, code, path) => {
    const [kind = ''] = Object.keys(block as object)
    const issue = { path: ['spec', 'source', kind, ...path], code }
    const result = fromApplication(merged(application, { spec: { source: block } }))
    expect(result).toMatchObject({ ok: false })
    expect(result.ok ? [] : result.issues).toContainEqual(issue)
  })

  it.each([
    ['duration', '5 minutes'],
    ['duration', '5ms'],
    ['duration', -1],
    ['maxDuration', '1000h'],
    ['factor', 0],
  ])('refuses a back-off with %s %j', (field, value) => {
    const object = merged(application, { spec: { syncPolicy: { retry: { backoff: { [field]: value } } } } })
    expect(fromApplication(object)).toEqual({
      ok: false,
      issues: [{ path: ['spec', 'syncPolicy', 'retry', 'backoff', field], code: 'invalid' }],
    })
  })

  it.each(['', 'operation', 'operation=1s', 'hook=1h,hook=2h', 'sync=1h', 'operation=1h=2h', 'hook=x', 'health=90.5s'])(
    'refuses the limits of time %j',
    (text) => {
      const object = merged(application, { metadata: { annotations: { 'ieum.dev/timeouts': text } } })
      expect(fromApplication(object)).toEqual({
        ok: false,
        issues: [{ path: ['metadata', 'annotations', 'ieum.dev/timeouts'], code: 'invalid' }],
      })
    },
  )

  it('reads what Argo CD and people write in other words', () => {
    const object = merged(application, {
      metadata: { annotations: { 'ieum.dev/timeouts': ' operation=1h30m, health=600' } },
      spec: {
        source: {
          helm: {
            valuesObject: { image: { tag: '1.10', debug: null }, size: 'yes' },
            valueFiles: ['../shared/**/*.yaml'],
          },
        },
        syncPolicy: {
          automated: { enabled: false, prune: true },
          retry: { limit: 2, backoff: { duration: 10, maxDuration: '1m30s' } },
        },
      },
    })
    const result = fromApplication(object)
    expect(result).toMatchObject({
      ok: true,
      value: {
        spec: {
          source: { kind: 'helm', helm: { valueFiles: ['../shared/**/*.yaml'] } },
          syncPolicy: {
            automated: null,
            retry: { limit: 2, backoffSeconds: 10, factor: 2, maxSeconds: 90 },
            timeouts: { operationSeconds: 5400, hookSeconds: 1800, healthSeconds: 600 },
          },
        },
      },
    })
    const values = result.ok ? result.value.spec.source.helm.values : ''
    expect(JSON.parse(values)).toEqual({ image: { tag: '1.10', debug: null }, size: 'yes' })
    const counted = merged(application, { spec: { source: { kustomize: { replicas: [{ name: 'a', count: '3' }] } } } })
    expect(fromApplication(counted)).toMatchObject({
      value: { spec: { source: { kustomize: { replicas: [{ name: 'a', count: 3 }] } } } },
    })
  })
})

describe('durations', () => {
  it.each([
    ['5s', 5],
    ['3m', 180],
    ['1h30m', 5400],
    ['1m30s', 90],
    ['1.5h', 5400],
    ['250ms', 0.25],
    ['90', 90],
    [7, 7],
    ['', null],
    ['5', 5],
    ['5 s', null],
    ['-5s', null],
    ['5d', null],
    ['s', null],
  ])('%j is %j seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds))
})

/** An object with the fields of another one put into it. */
function merged(target: unknown, source: unknown): unknown {
  if (typeof source !== 'object' || source === null || Array.isArray(source)) return source
  const fields = typeof target === 'object' && target !== null ? target : {}
  const changes = Object.entries(source).map(
    ([key, value]) => [key, merged(Object.entries(fields).find(([name]) => name === key)?.[1], value)] as const,
  )
  return { ...fields, ...Object.fromEntries(changes) }
}

const boolean = fc.boolean()
const text = fc.string({ minLength: 1, maxLength: 20 })
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
const reference = fc.constantFrom('values.yaml', '../shared/*.yaml', 'env/**/[ab]?.yaml', '한글/값.yaml')
const seconds = (min: number, max: number) => fc.integer({ min, max })
/** Records that leave some of their fields out. */
const some = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] })

const directory = some({
  recurse: boolean,
  include: fc.constantFrom('', '*.yaml'),
  exclude: fc.constantFrom('', '{a,b}/*'),
})
const kustomize = some({
  namePrefix: name,
  nameSuffix: name,
  namespace: name,
  images: fc.array(text, { maxLength: 3 }),
  replicas: fc.array(fc.record({ name, count: seconds(0, 100_000) }), { maxLength: 3 }),
  commonLabels: fc.dictionary(name, text, { maxKeys: 3 }),
  commonAnnotations: fc.dictionary(name, fc.string(), { maxKeys: 3 }),
  patches: fc.array(
    fc.record(
      {
        patch: text,
        target: some({
          group: name,
          version: name,
          kind: name,
          name,
          namespace: name,
          labelSelector: text,
          annotationSelector: text,
        }),
      },
      { requiredKeys: ['patch'] },
    ),
    { maxLength: 3 },
  ),
  components: fc.array(fc.constantFrom('../tls', 'a/b'), { maxLength: 2 }),
})
const helm = some({
  releaseName: name,
  valueFiles: fc.array(reference, { maxLength: 3 }),
  values: fc.string(),
  parameters: fc.array(fc.record({ name: text, value: fc.string(), forceString: boolean }), { maxLength: 3 }),
  skipCrds: boolean,
  ignoreMissingValueFiles: boolean,
})
const place = {
  revision: fc.constantFrom('HEAD', 'main', 'v1.2.x', '>=1.0.0 <2.0.0', 'a'.repeat(40), 'release/3.1#7'),
  path: fc.constantFrom('.', 'config/default', '한글/경로'),
}
/** Options of other kinds than the chosen one say nothing, so that a specification with them is not read back as it was. */
const source = fc.oneof(
  fc.record({ ...place, kind: fc.constant('directory'), directory }),
  fc.record({ ...place, kind: fc.constant('kustomize'), kustomize }),
  fc.record({ ...place, kind: fc.constant('helm'), helm }),
  fc.record({ ...place, kind: fc.constant('auto'), directory, kustomize, helm }),
)

const specs: fc.Arbitrary<DeploymentSpec> = fc
  .record({
    source,
    syncPolicy: fc.record({
      automated: fc.option(fc.record({ prune: boolean, selfHeal: boolean, allowEmpty: boolean })),
      skipSchemaValidation: boolean,
      createNamespace: boolean,
      pruneLast: boolean,
      applyOutOfSyncOnly: boolean,
      prunePropagation: fc.constantFrom('foreground', 'background', 'orphan'),
      replace: boolean,
      force: boolean,
      respectIgnoreDifferences: boolean,
      skipDryRunOnMissingResource: boolean,
      retry: some({
        limit: seconds(-1, 100),
        backoffSeconds: fc.oneof(seconds(1, 3600), fc.double({ min: 1, max: 3600, noNaN: true })),
        factor: fc.oneof(seconds(1, 10), fc.double({ min: 1, max: 10, noNaN: true })),
        maxSeconds: seconds(1, 86_400),
      }),
      timeouts: some({
        operationSeconds: seconds(10, 86_400),
        hookSeconds: seconds(10, 86_400),
        healthSeconds: seconds(10, 86_400),
      }),
    }),
    ignoreDifferences: fc.array(
      fc.record(
        {
          group: fc.constantFrom('', 'apps', '*.example.org'),
          kind: fc.constantFrom('Deployment', '*'),
          name: fc.constantFrom('web', 'api'),
          namespace: name,
          jsonPointers: fc.constant(['/spec/replicas']),
          jqPathExpressions: fc.array(text, { maxLength: 2 }),
          managedFieldsManagers: fc.array(text, { maxLength: 2 }),
        },
        { requiredKeys: ['group', 'kind', 'jsonPointers'] },
      ),
      { maxLength: 2 },
    ),
  })
  .map((spec) => deploymentSpecSchema.parse(spec))
