/**
 * A continuous deployment as an Argo CD Application (argoproj.io/v1alpha1): what people know, edit and exchange. Plain objects in and
 * out; YAML text is the caller's. Everything that Ieum does not act on is refused with its path, so that nothing is silently dropped.
 */
import { z } from 'zod'
import { FIELD_CODES, type FieldCode } from '#lib/core/errors.ts'
import { nameSchema } from '#lib/core/names.ts'
import { type DeploymentSpec, deploymentSpecSchema, ignoreRulesSchema } from '../model/spec.ts'
import { applicationSourceSchema, blocksOf, needsKindAnnotation, toSource, toSourceBlocks } from './source.ts'
import {
  TIMEOUTS_ANNOTATION,
  applicationPolicySchema,
  fromPolicyBlock,
  toPolicyBlock,
  toTimeouts,
} from './sync-policy.ts'

export const APPLICATION_API_VERSION = 'argoproj.io/v1alpha1'
/** Argo CD cannot say "look what the folder is, and use these options"; this annotation with the value "auto" does. */
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
  const policy = toPolicyBlock(syncPolicy)
  const timeouts = toTimeouts(syncPolicy.timeouts)
  const annotations = {
    ...(needsKindAnnotation(source) && { [SOURCE_KIND_ANNOTATION]: 'auto' }),
    ...(timeouts && { [TIMEOUTS_ANNOTATION]: timeouts }),
  }
  return {
    apiVersion: APPLICATION_API_VERSION,
    kind: 'Application',
    metadata: { name: row.name, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: {
      project: row.project,
      source: {
        repoURL: row.repositoryUrl,
        targetRevision: source.revision,
        path: source.path,
        ...toSourceBlocks(source),
      },
      destination: { name: row.cluster, namespace: row.namespace },
      ...(Object.keys(policy).length > 0 && { syncPolicy: policy }),
      ...(ignoreDifferences.length > 0 && { ignoreDifferences: ignoreDifferences.map(toIgnoreEntry) }),
    },
  }
}

const toIgnoreEntry = ({ group, ...rule }: DeploymentSpec['ignoreDifferences'][number]) => ({
  ...(group && { group }),
  ...Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined && value.length > 0)),
})

export const applicationSchema = z.strictObject({
  apiVersion: z.literal(APPLICATION_API_VERSION, { error: 'not_a_choice' }),
  kind: z.literal('Application', { error: 'not_a_choice' }),
  metadata: z.strictObject({
    name: nameSchema,
    // Where Argo CD keeps the Application itself; it says nothing about what is deployed.
    namespace: z.string().optional(),
    annotations: z
      .strictObject({
        [SOURCE_KIND_ANNOTATION]: z.literal('auto', { error: 'not_a_choice' }).optional(),
        [TIMEOUTS_ANNOTATION]: z.string().optional(),
      })
      .optional(),
  }),
  spec: z.strictObject({
    project: z.string({ error: 'required' }).min(1, { error: 'required' }),
    source: applicationSourceSchema,
    destination: z.strictObject({
      name: z.string({ error: 'required' }).min(1, { error: 'required' }),
      namespace: nameSchema,
    }),
    syncPolicy: applicationPolicySchema,
    ignoreDifferences: ignoreRulesSchema,
  }),
})

/** A chart's values, where "no value" takes a value of the chart away. */
const VALUES_PATH = 'spec.source.helm.valuesObject'

/** A field without a value is an absent field, as the API server reads it: "syncPolicy:" with its block deleted means manual. */
function withoutNulls(value: unknown, path = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item))
  if (typeof value !== 'object' || value === null || path === VALUES_PATH) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) =>
      field === null ? [] : [[key, withoutNulls(field, path ? `${path}.${key}` : key)]],
    ),
  )
}

/** Reads an Application. Issues have the path of the offending field; several source kinds at once are `invalid`. */
export function fromApplication(object: unknown): ApplicationResult {
  const parsed = applicationSchema.safeParse(withoutNulls(object), { reportInput: true })
  if (!parsed.success) return { ok: false, issues: parsed.error.issues.flatMap(toIssues) }
  const { metadata, spec } = parsed.data
  const read = fromPolicyBlock(spec.syncPolicy, metadata.annotations?.[TIMEOUTS_ANNOTATION])
  if ('issue' in read) return { ok: false, issues: [read.issue] }
  const isAuto = metadata.annotations?.[SOURCE_KIND_ANNOTATION] === 'auto'
  const [kind = 'auto', second] = blocksOf(spec.source)
  if (second !== undefined && !isAuto)
    return { ok: false, issues: [{ path: ['spec', 'source', second], code: 'invalid' }] }
  return {
    ok: true,
    value: {
      name: metadata.name,
      project: spec.project,
      repositoryUrl: spec.source.repoURL,
      cluster: spec.destination.name,
      namespace: spec.destination.namespace,
      spec: deploymentSpecSchema.parse({
        source: toSource(spec.source, isAuto ? 'auto' : kind),
        syncPolicy: read.policy,
        ignoreDifferences: spec.ignoreDifferences,
      }),
    },
  }
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
