/**
 * The specification of a continuous deployment: what people ask for, as stored in `ContinuousDeployment.spec`.
 * It says what Argo CD's Application says under `spec.source` and `spec.syncPolicy`, with names of our own where ours are clearer.
 * Pure data: shared by forms, YAML conversion and engine.
 */
import { z } from 'zod'

/** Names of branches, tags and commits. Git allows letters of every script, and "#" for the number of an issue. */
const REVISION_NAME = /^(?!.*\.\.)(?!.*@\{)[\p{L}\p{N}_][\p{L}\p{M}\p{N}._/+@#-]*$/u
/** Ranges of semantic versions, by their characters; which of them mean something lib/git/semver.ts knows. */
const REVISION_RANGE = /^(?!.*\.\.)[\dvVxX*^~<>=!][\w.*^~<>=!|+, -]*$/

/** Branch, tag, semver range or commit as people type it. Never starts with "-", never contains "..": it reaches Git only as data. */
export const revisionSchema = z
  .string()
  .trim()
  .max(200)
  .refine((text) => REVISION_NAME.test(text) || REVISION_RANGE.test(text), { error: 'revision_format' })

/** Folder inside the repository: relative, no "..", "." is the root. */
export const manifestPathSchema = z
  .string()
  .trim()
  .max(1024)
  .transform((path) => path.replace(/^\.\/+/, '').replace(/\/+$/, '') || '.')
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..') && !/[\u0000-\u001f\\]/.test(path), {
    error: 'path_format',
  })

export const ignoreRuleSchema = z.strictObject({
  group: z.string().max(253).default(''),
  kind: z.string().min(1).max(63),
  namespace: z.string().max(63).optional(),
  name: z.string().max(253).optional(),
  jsonPointers: z.array(z.string().max(512).startsWith('/')).min(1).max(50),
})
export const ignoreRulesSchema = z.array(ignoreRuleSchema).max(100, { error: 'too_long' }).default([])

export const deploymentSpecSchema = z.strictObject({
  source: z.strictObject({
    revision: revisionSchema.default('HEAD'),
    path: manifestPathSchema.default('.'),
    kind: z.enum(['auto', 'directory', 'kustomize', 'helm']).default('auto'),
    recurse: z.boolean().default(false),
  }),
  syncPolicy: z.strictObject({
    /** Absent: manual synchronisation. */
    automated: z
      .strictObject({ prune: z.boolean().default(false), selfHeal: z.boolean().default(false) })
      .nullable()
      .default(null),
    skipSchemaValidation: z.boolean().default(false),
    createNamespace: z.boolean().default(false),
    pruneLast: z.boolean().default(false),
    applyOutOfSyncOnly: z.boolean().default(false),
    prunePropagation: z.enum(['foreground', 'background', 'orphan']).default('foreground'),
    replace: z.boolean().default(false),
  }),
  ignoreDifferences: ignoreRulesSchema,
})

export type DeploymentSpec = z.infer<typeof deploymentSpecSchema>
export type IgnoreRule = z.infer<typeof ignoreRuleSchema>
export type PrunePropagation = DeploymentSpec['syncPolicy']['prunePropagation']

/** Options of one run, preset from the deployment's policy; absent fields mean "as the deployment says". */
export const syncOptionsSchema = z.strictObject({
  revision: revisionSchema.optional(),
  prune: z.boolean().optional(),
  dryRun: z.boolean().default(false),
  force: z.boolean().default(false),
})
export type SyncOptions = z.infer<typeof syncOptionsSchema>

/** What a request for deletion says: whether the objects go too, and which keys of protected kinds were chosen to go as well. */
export const deletionSchema = z.strictObject({
  cascade: z.boolean(),
  includeKeys: z.array(z.string().max(600)).max(5000).default([]),
  requestedBy: z.string().max(253).default(''),
})
export type Deletion = z.infer<typeof deletionSchema>
