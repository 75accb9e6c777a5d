/** The specification as a person types it: numbers and lists as text until they are read. Pure. */
import type { z } from 'zod'
import type { FieldIssue } from '#lib/core/errors.ts'
import { deploymentSpecSchema, type DeploymentSpec, type PrunePropagation } from '#lib/engine/model/spec.ts'

/** One line of a list; what a cell means its list says. A ticked box is "true", one that is not is empty. */
export type Row = Readonly<Record<string, string>>
export type Rows = readonly Row[]

export type SpecDraft = {
  revision: string
  path: string
  kind: DeploymentSpec['source']['kind']
  recurse: boolean
  include: string
  exclude: string
  namePrefix: string
  nameSuffix: string
  kustomizeNamespace: string
  images: Rows
  replicas: Rows
  commonLabels: Rows
  commonAnnotations: Rows
  components: Rows
  releaseName: string
  valueFiles: Rows
  values: string
  parameters: Rows
  skipCrds: boolean
  ignoreMissingValueFiles: boolean
  automatic: boolean
  prune: boolean
  selfHeal: boolean
  allowEmpty: boolean
  skipSchemaValidation: boolean
  createNamespace: boolean
  pruneLast: boolean
  applyOutOfSyncOnly: boolean
  prunePropagation: PrunePropagation
  replace: boolean
  force: boolean
  respectIgnoreDifferences: boolean
  skipDryRunOnMissingResource: boolean
  retryLimit: string
  retryBackoff: string
  retryFactor: string
  retryMax: string
  operationSeconds: string
  hookSeconds: string
  healthSeconds: string
  /** What has no field in the form and stays as it is: it came from the YAML or from another page. */
  kept: {
    patches: DeploymentSpec['source']['kustomize']['patches']
    ignoreDifferences: DeploymentSpec['ignoreDifferences']
  }
}

const one = (values: readonly string[]): Rows => values.map((value) => ({ value }))
const pairs = (map: Readonly<Record<string, string>>): Rows =>
  Object.entries(map).map(([name, value]) => ({ name, value }))

/** The form of a specification. */
export function fromSpec({ source, syncPolicy, ignoreDifferences }: DeploymentSpec): SpecDraft {
  const { directory, kustomize, helm } = source
  const { automated, retry, timeouts } = syncPolicy
  return {
    revision: source.revision,
    path: source.path,
    kind: source.kind,
    ...directory,
    namePrefix: kustomize.namePrefix,
    nameSuffix: kustomize.nameSuffix,
    kustomizeNamespace: kustomize.namespace,
    images: one(kustomize.images),
    replicas: kustomize.replicas.map(({ name, count }) => ({ name, count: String(count) })),
    commonLabels: pairs(kustomize.commonLabels),
    commonAnnotations: pairs(kustomize.commonAnnotations),
    components: one(kustomize.components),
    releaseName: helm.releaseName,
    valueFiles: one(helm.valueFiles),
    values: helm.values,
    parameters: helm.parameters.map(({ forceString, ...rest }) => ({
      ...rest,
      forceString: forceString ? 'true' : '',
    })),
    skipCrds: helm.skipCrds,
    ignoreMissingValueFiles: helm.ignoreMissingValueFiles,
    automatic: automated !== null,
    prune: automated?.prune ?? false,
    selfHeal: automated?.selfHeal ?? false,
    allowEmpty: automated?.allowEmpty ?? false,
    skipSchemaValidation: syncPolicy.skipSchemaValidation,
    createNamespace: syncPolicy.createNamespace,
    pruneLast: syncPolicy.pruneLast,
    applyOutOfSyncOnly: syncPolicy.applyOutOfSyncOnly,
    prunePropagation: syncPolicy.prunePropagation,
    replace: syncPolicy.replace,
    force: syncPolicy.force,
    respectIgnoreDifferences: syncPolicy.respectIgnoreDifferences,
    skipDryRunOnMissingResource: syncPolicy.skipDryRunOnMissingResource,
    retryLimit: String(retry.limit),
    retryBackoff: String(retry.backoffSeconds),
    retryFactor: String(retry.factor),
    retryMax: String(retry.maxSeconds),
    operationSeconds: String(timeouts.operationSeconds),
    hookSeconds: String(timeouts.hookSeconds),
    healthSeconds: String(timeouts.healthSeconds),
    kept: { patches: kustomize.patches, ignoreDifferences },
  }
}

/** What a new deployment begins with: everything that can delete or overwrite unticked, no revision and no folder chosen. */
export const EMPTY_SPEC: SpecDraft = {
  ...fromSpec(deploymentSpecSchema.parse({ source: {}, syncPolicy: { automated: {} } })),
  ...{ revision: '', path: '' },
}

const number = (text: string): number => (text.trim() === '' ? NaN : Number(text))
/** Lines that say nothing are left out: an empty one is where the next is typed. */
const filled = (rows: Rows): Rows => rows.filter((row) => Object.values(row).some((cell) => cell.trim() !== ''))
const cells = (rows: Rows): string[] => filled(rows).map(({ value = '' }) => value.trim())
const record = (rows: Rows): Record<string, string> =>
  Object.fromEntries(filled(rows).map(({ name = '', value = '' }) => [name.trim(), value]))

/** The specification that the form says, unchecked. Options of another kind than the folder's say nothing and are kept all the same. */
export function toSpec(draft: SpecDraft): z.input<typeof deploymentSpecSchema> {
  const { kept } = draft
  return {
    source: {
      revision: draft.revision,
      path: draft.path,
      kind: draft.kind,
      directory: { recurse: draft.recurse, include: draft.include.trim(), exclude: draft.exclude.trim() },
      kustomize: {
        namePrefix: draft.namePrefix.trim(),
        nameSuffix: draft.nameSuffix.trim(),
        namespace: draft.kustomizeNamespace.trim(),
        images: cells(draft.images),
        replicas: filled(draft.replicas).map(({ name = '', count = '' }) => ({
          name: name.trim(),
          count: number(count),
        })),
        commonLabels: record(draft.commonLabels),
        commonAnnotations: record(draft.commonAnnotations),
        patches: kept.patches,
        components: cells(draft.components),
      },
      helm: {
        releaseName: draft.releaseName.trim(),
        valueFiles: cells(draft.valueFiles),
        values: draft.values,
        parameters: filled(draft.parameters).map(({ name = '', value = '', forceString }) => ({
          ...{ name: name.trim(), value },
          forceString: forceString === 'true',
        })),
        skipCrds: draft.skipCrds,
        ignoreMissingValueFiles: draft.ignoreMissingValueFiles,
      },
    },
    syncPolicy: toPolicy(draft),
    ignoreDifferences: kept.ignoreDifferences,
  }
}

/** Prune, self-heal and what they may do mean something only under automatic synchronisation. */
function toPolicy(draft: SpecDraft): z.input<typeof deploymentSpecSchema>['syncPolicy'] {
  const { automatic, prune, selfHeal, allowEmpty } = draft
  return {
    automated: automatic ? { prune, selfHeal, allowEmpty } : null,
    skipSchemaValidation: draft.skipSchemaValidation,
    createNamespace: draft.createNamespace,
    pruneLast: draft.pruneLast,
    applyOutOfSyncOnly: draft.applyOutOfSyncOnly,
    prunePropagation: draft.prunePropagation,
    replace: draft.replace,
    force: draft.force,
    respectIgnoreDifferences: draft.respectIgnoreDifferences,
    skipDryRunOnMissingResource: draft.skipDryRunOnMissingResource,
    retry: {
      limit: number(draft.retryLimit),
      backoffSeconds: number(draft.retryBackoff),
      factor: number(draft.retryFactor),
      maxSeconds: number(draft.retryMax),
    },
    timeouts: {
      operationSeconds: number(draft.operationSeconds),
      hookSeconds: number(draft.hookSeconds),
      healthSeconds: number(draft.healthSeconds),
    },
  }
}

/** Where a field of the specification stands in the form; what lies below it belongs to the same field. */
const PLACES: readonly (readonly [path: string, field: keyof SpecDraft])[] = [
  ['source.revision', 'revision'],
  ['source.path', 'path'],
  ['source.directory.include', 'include'],
  ['source.directory.exclude', 'exclude'],
  ['source.kustomize.namePrefix', 'namePrefix'],
  ['source.kustomize.nameSuffix', 'nameSuffix'],
  ['source.kustomize.namespace', 'kustomizeNamespace'],
  ['source.kustomize.images', 'images'],
  ['source.kustomize.replicas', 'replicas'],
  ['source.kustomize.commonLabels', 'commonLabels'],
  ['source.kustomize.commonAnnotations', 'commonAnnotations'],
  ['source.kustomize.components', 'components'],
  ['source.helm.releaseName', 'releaseName'],
  ['source.helm.valueFiles', 'valueFiles'],
  ['source.helm.values', 'values'],
  ['source.helm.parameters', 'parameters'],
  ['syncPolicy.retry.limit', 'retryLimit'],
  ['syncPolicy.retry.backoffSeconds', 'retryBackoff'],
  ['syncPolicy.retry.factor', 'retryFactor'],
  ['syncPolicy.retry.maxSeconds', 'retryMax'],
  ['syncPolicy.timeouts.operationSeconds', 'operationSeconds'],
  ['syncPolicy.timeouts.hookSeconds', 'hookSeconds'],
  ['syncPolicy.timeouts.healthSeconds', 'healthSeconds'],
]

/** The form's field for a dotted path inside the specification; undefined where it has none. */
export const fieldOfSpec = (path: string): keyof SpecDraft | undefined =>
  PLACES.find(([place]) => path === place || path.startsWith(`${place}.`))?.[1]

const NAMED = ['commonLabels', 'commonAnnotations', 'replicas', 'parameters'] as const

/** Lists in which a name stands twice: the second would silently win. */
export function duplicates(draft: SpecDraft): Record<string, FieldIssue> {
  const isTwice = (rows: Rows) => {
    const names = filled(rows).map(({ name = '' }) => name.trim())
    return new Set(names).size !== names.length
  }
  return Object.fromEntries(NAMED.filter((list) => isTwice(draft[list])).map((list) => [list, { code: 'duplicate' }]))
}
