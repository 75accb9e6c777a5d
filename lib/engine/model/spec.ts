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

/**
 * A file or folder that a chart or kustomization is given, relative to it. It may climb with "..": whether it stays in the repository only
 * the renderer can tell, which refuses what does not. Patterns are the renderer's as well.
 */
export const referencePathSchema = z
  .string()
  .trim()
  .min(1)
  .max(1024)
  .refine((path) => !path.startsWith('/') && !/[\u0000-\u001f\\]/.test(path), { error: 'path_format' })

/** Where an object's fields are not compared: by JSON pointer, by jq path, or by who wrote them. */
export const ignoreRuleSchema = z
  .strictObject({
    /** Group and kind may be globs ("*.example.org", "*"), as in Argo CD. */
    group: z.string().max(253).default(''),
    kind: z.string().min(1).max(63),
    namespace: z.string().max(63).optional(),
    name: z.string().max(253).optional(),
    jsonPointers: z.array(z.string().max(512).startsWith('/')).max(50).default([]),
    jqPathExpressions: z.array(z.string().min(1).max(512)).max(20).default([]),
    managedFieldsManagers: z.array(z.string().min(1).max(128)).max(20).default([]),
  })
  .refine((rule) => rule.jsonPointers.length + rule.jqPathExpressions.length + rule.managedFieldsManagers.length > 0, {
    error: 'required',
    path: ['jsonPointers'],
  })
export const ignoreRulesSchema = z.array(ignoreRuleSchema).max(100, { error: 'too_long' }).default([])

const stringMap = z.record(z.string().min(1).max(317), z.string().max(4096))
/** A file pattern as Argo CD's directory source has it: "*" crosses "/", "{a,b}" lists alternatives. */
const filePattern = z.string().max(1024).default('')

/** Which plain manifests a folder means. */
export const directorySchema = z.strictObject({
  recurse: z.boolean().default(false),
  include: filePattern,
  exclude: filePattern,
})

/** Edits of the kustomization before it is built, as `kustomize edit set` would make them. */
export const kustomizeSchema = z.strictObject({
  namePrefix: z.string().max(63).default(''),
  nameSuffix: z.string().max(63).default(''),
  namespace: z.string().max(63).default(''),
  /** "name=newName:tag", "name:tag" or "name@digest". */
  images: z.array(z.string().min(1).max(512)).max(100).default([]),
  replicas: z
    .array(z.strictObject({ name: z.string().min(1).max(253), count: z.int().min(0).max(100_000) }))
    .max(100)
    .default([]),
  commonLabels: stringMap.default({}),
  commonAnnotations: stringMap.default({}),
  /** Strategic merge or JSON 6902 patches; without a target the patch names its object itself. */
  patches: z
    .array(
      z.strictObject({
        patch: z.string().min(1).max(65_536),
        target: z
          .strictObject({
            group: z.string().max(253).optional(),
            version: z.string().max(63).optional(),
            kind: z.string().max(63).optional(),
            name: z.string().max(253).optional(),
            namespace: z.string().max(63).optional(),
            labelSelector: z.string().max(1024).optional(),
            annotationSelector: z.string().max(1024).optional(),
          })
          .optional(),
      }),
    )
    .max(50)
    .default([]),
  /** Folders of components, relative to the kustomization. */
  components: z.array(referencePathSchema).max(50).default([]),
})

/** Inputs of a chart. Priority, lowest first: the chart's own values, `valueFiles` in order, `values`, `parameters` in order. */
export const helmSchema = z.strictObject({
  /** Empty: the deployment's name. */
  releaseName: z.string().max(53).default(''),
  /** Relative to the chart; "*", "**", "?" and "[" stand for every file that matches, in lexical order. */
  valueFiles: z.array(referencePathSchema).max(50).default([]),
  /** YAML text. */
  values: z.string().max(262_144).default(''),
  parameters: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(512),
        value: z.string().max(16_384),
        forceString: z.boolean().default(false),
      }),
    )
    .max(200)
    .default([]),
  skipCrds: z.boolean().default(false),
  ignoreMissingValueFiles: z.boolean().default(false),
})

export const sourceSchema = z.strictObject({
  revision: revisionSchema.default('HEAD'),
  path: manifestPathSchema.default('.'),
  /** What the folder is; "auto" looks: a chart, else a kustomization, else plain manifests. Options of other kinds say nothing. */
  kind: z.enum(['auto', 'directory', 'kustomize', 'helm']).default('auto'),
  directory: directorySchema.prefault({}),
  kustomize: kustomizeSchema.prefault({}),
  helm: helmSchema.prefault({}),
})

/** Tries after a failed attempt at one commit: wait `backoffSeconds × factor^n`, at most `maxSeconds`; −1 tries for ever. */
export const retrySchema = z.strictObject({
  limit: z.int().min(-1).max(100).default(5),
  backoffSeconds: z.number().min(1).max(3600).default(5),
  factor: z.number().min(1).max(10).default(2),
  maxSeconds: z.number().min(1).max(86_400).default(180),
})

export const syncPolicySchema = z.strictObject({
  /** Absent: manual synchronisation. */
  automated: z
    .strictObject({
      prune: z.boolean().default(false),
      selfHeal: z.boolean().default(false),
      /** Pruning may leave nothing at all. */
      allowEmpty: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  skipSchemaValidation: z.boolean().default(false),
  createNamespace: z.boolean().default(false),
  pruneLast: z.boolean().default(false),
  applyOutOfSyncOnly: z.boolean().default(false),
  prunePropagation: z.enum(['foreground', 'background', 'orphan']).default('foreground'),
  replace: z.boolean().default(false),
  /** An object that cannot be changed in place is deleted and made again. */
  force: z.boolean().default(false),
  /** Ignored fields keep their live value when the object is applied. */
  respectIgnoreDifferences: z.boolean().default(false),
  /** A kind that the cluster does not serve yet is tried during the sync instead of refused before it. */
  skipDryRunOnMissingResource: z.boolean().default(false),
  retry: retrySchema.prefault({}),
  /** A run, or one of its hooks, that takes longer has failed. Seconds. */
  timeouts: z
    .strictObject({
      operationSeconds: z.int().min(10).max(86_400).default(3600),
      hookSeconds: z.int().min(10).max(86_400).default(1800),
      /** How long a step waits for the health of what it applied. */
      healthSeconds: z.int().min(10).max(86_400).default(300),
    })
    .prefault({}),
})

export const deploymentSpecSchema = z.strictObject({
  source: sourceSchema,
  syncPolicy: syncPolicySchema,
  ignoreDifferences: ignoreRulesSchema,
})

export type DeploymentSpec = z.infer<typeof deploymentSpecSchema>
export type IgnoreRule = z.infer<typeof ignoreRuleSchema>
export type SyncPolicy = DeploymentSpec['syncPolicy']
export type PrunePropagation = SyncPolicy['prunePropagation']

/** Options of one run, preset from the deployment's policy; absent fields mean "as the deployment says". */
export const syncOptionsSchema = z.strictObject({
  revision: revisionSchema.optional(),
  prune: z.boolean().optional(),
  /** Only the plan is made; nothing is written. */
  dryRun: z.boolean().default(false),
  /** Objects that cannot be changed in place are deleted and made again. */
  force: z.boolean().default(false),
  replace: z.boolean().optional(),
  /** Hooks are left out. */
  applyOnly: z.boolean().default(false),
  /** Keys of the objects to synchronise; hooks are left out. Absent: all. */
  resources: z.array(z.string().max(600)).min(1).max(5000).optional(),
  /** Keys of objects that other deployments own and that become this one's. */
  takeOver: z.array(z.string().max(600)).max(5000).default([]),
  /** Digest of the plan that was shown: a sync whose plan is another one by now is refused. */
  expectedPlan: z.string().max(100).optional(),
})
export type SyncOptions = z.infer<typeof syncOptionsSchema>

/** A run as the deployment itself says. */
export const DEFAULT_SYNC_OPTIONS: SyncOptions = syncOptionsSchema.parse({})

/** What a request for deletion says: whether the objects go too, and which keys of protected kinds were chosen to go as well. */
export const deletionSchema = z.strictObject({
  cascade: z.boolean(),
  includeKeys: z.array(z.string().max(600)).max(5000).default([]),
  requestedBy: z.string().max(253).default(''),
})
export type Deletion = z.infer<typeof deletionSchema>
