/**
 * A continuous deployment as an Argo CD Application (argoproj.io/v1alpha1): what people know, edit and exchange. Plain objects in and
 * out; YAML text is the caller's. Everything that Ieum does not act on is refused with its path, so that nothing is silently dropped.
 */
import { z } from 'zod'
import { FIELD_CODES, type FieldCode } from '#lib/core/errors.ts'
import { nameSchema } from '#lib/core/names.ts'
import {
  type DeploymentSpec,
  deploymentSpecSchema,
  ignoreRulesSchema,
  manifestPathSchema,
  revisionSchema,
} from '../model/spec.ts'
import { type SyncOptionsPolicy, fromSyncOptions, toSyncOptions } from './sync-options.ts'

export const APPLICATION_API_VERSION = 'argoproj.io/v1alpha1'
/** Argo CD cannot say "detect the kind of source, and look into sub-folders"; this annotation does. */
export const SOURCE_KIND_ANNOTATION = 'ieum.dev/source-kind'

/** What an Application says, with names instead of rows. */
export type ApplicationRow = {
  name: string
  /** Name of the DevOps project. */
  project: string
  repositoryUrl: string
  cluster: string
  namespace: string
  spec: DeploymentSpec
}

export type ApplicationIssue = { path: (string | number)[]; code: FieldCode }
export type ApplicationResult = { ok: true; value: ApplicationRow } | { ok: false; issues: ApplicationIssue[] }

/** The Application of a row. Only what differs from the defaults is written. */
export function toApplication(row: ApplicationRow): Record<string, unknown> {
  const { source, syncPolicy, ignoreDifferences } = row.spec
  const { automated } = syncPolicy
  const syncOptions = toSyncOptions(syncPolicy)
  const policy = {
    ...(automated && {
      automated: { ...(automated.prune && { prune: true }), ...(automated.selfHeal && { selfHeal: true }) },
    }),
    ...(syncOptions.length > 0 && { syncOptions }),
  }
  const isDetectedRecursive = source.kind === 'auto' && source.directory.recurse
  return {
    apiVersion: APPLICATION_API_VERSION,
    kind: 'Application',
    metadata: { name: row.name, ...(isDetectedRecursive && { annotations: { [SOURCE_KIND_ANNOTATION]: 'auto' } }) },
    spec: {
      project: row.project,
      source: {
        repoURL: row.repositoryUrl,
        targetRevision: source.revision,
        path: source.path,
        ...sourceBlock(source),
      },
      destination: { name: row.cluster, namespace: row.namespace },
      ...(Object.keys(policy).length > 0 && { syncPolicy: policy }),
      ...(ignoreDifferences.length > 0 && { ignoreDifferences: ignoreDifferences.map(toIgnoreEntry) }),
    },
  }
}

/** The block that names the kind of source, as Argo CD does. */
function sourceBlock({ kind, directory: { recurse } }: DeploymentSpec['source']): Record<string, unknown> {
  if (kind === 'kustomize') return { kustomize: {} }
  if (kind === 'helm') return { helm: {} }
  return kind === 'directory' || recurse ? { directory: { recurse } } : {}
}

const toIgnoreEntry = ({ group, ...rule }: DeploymentSpec['ignoreDifferences'][number]) => ({
  ...(group && { group }),
  ...Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined && value.length > 0)),
})

const emptyBlock = z.strictObject({}).optional()
const applicationSchema = z.strictObject({
  apiVersion: z.literal(APPLICATION_API_VERSION, { error: 'not_a_choice' }),
  kind: z.literal('Application', { error: 'not_a_choice' }),
  metadata: z.strictObject({
    name: nameSchema,
    // Where Argo CD keeps the Application itself; it says nothing about what is deployed.
    namespace: z.string().optional(),
    annotations: z
      .strictObject({ [SOURCE_KIND_ANNOTATION]: z.literal('auto', { error: 'not_a_choice' }).optional() })
      .optional(),
  }),
  spec: z.strictObject({
    project: z.string({ error: 'required' }).min(1, { error: 'required' }),
    source: z.strictObject({
      repoURL: z.string({ error: 'required' }).min(1, { error: 'required' }).max(2048, { error: 'too_long' }),
      targetRevision: revisionSchema.default('HEAD'),
      path: manifestPathSchema.default('.'),
      directory: z.strictObject({ recurse: z.boolean().default(false) }).optional(),
      kustomize: emptyBlock,
      helm: emptyBlock,
    }),
    destination: z.strictObject({
      name: z.string({ error: 'required' }).min(1, { error: 'required' }),
      namespace: nameSchema,
    }),
    syncPolicy: z
      .strictObject({
        automated: z
          .strictObject({ prune: z.boolean().default(false), selfHeal: z.boolean().default(false) })
          .optional(),
        syncOptions: z.array(z.string()).default([]),
      })
      .prefault({}),
    ignoreDifferences: ignoreRulesSchema,
  }),
})

type Application = z.output<typeof applicationSchema>

/** A field without a value is an absent field, as the API server reads it: "syncPolicy:" with its block deleted means manual. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => (field === null ? [] : [[key, withoutNulls(field)]])),
  )
}

/** Reads an Application. Issues have the path of the offending field; several source kinds at once are `invalid`. */
export function fromApplication(object: unknown): ApplicationResult {
  const parsed = applicationSchema.safeParse(withoutNulls(object), { reportInput: true })
  if (!parsed.success) return { ok: false, issues: parsed.error.issues.flatMap(toIssues) }
  const { metadata, spec } = parsed.data
  const options = fromSyncOptions(spec.syncPolicy.syncOptions)
  if ('badIndex' in options) {
    return {
      ok: false,
      issues: [{ path: ['spec', 'syncPolicy', 'syncOptions', options.badIndex], code: 'not_a_choice' }],
    }
  }
  const kinds = (['directory', 'kustomize', 'helm'] as const).filter((kind) => spec.source[kind] !== undefined)
  if (kinds.length > 1)
    return { ok: false, issues: [{ path: ['spec', 'source', kinds[1] ?? 'helm'], code: 'invalid' }] }
  const isAuto = metadata.annotations?.[SOURCE_KIND_ANNOTATION] === 'auto'
  return {
    ok: true,
    value: {
      name: metadata.name,
      project: spec.project,
      repositoryUrl: spec.source.repoURL,
      cluster: spec.destination.name,
      namespace: spec.destination.namespace,
      spec: toSpec(spec, isAuto ? 'auto' : (kinds[0] ?? 'auto'), options.policy),
    },
  }
}

function toSpec(
  spec: Application['spec'],
  kind: DeploymentSpec['source']['kind'],
  policy: SyncOptionsPolicy,
): DeploymentSpec {
  const { targetRevision, path, directory } = spec.source
  return deploymentSpecSchema.parse({
    source: { revision: targetRevision, path, kind, directory: { recurse: directory?.recurse ?? false } },
    syncPolicy: { automated: spec.syncPolicy.automated ?? null, ...policy },
    ignoreDifferences: spec.ignoreDifferences,
  })
}

/** One issue per unknown field; a message of our own schemas is already a code. */
function toIssues(issue: z.core.$ZodIssue): ApplicationIssue[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], code: 'unknown_field' }))
  }
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined
  const code = FIELD_CODES.find((known) => known === issue.message)
  return [{ path, code: code ?? (isMissing ? 'required' : 'invalid') }]
}
