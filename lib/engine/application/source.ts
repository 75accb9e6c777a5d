/** `spec.source` of an Argo CD Application. The block that is there says what the folder is; without one Argo CD looks, and so does Ieum. */
import { z } from 'zod'
import {
  type DeploymentSpec,
  directorySchema,
  helmSchema,
  kustomizeSchema,
  manifestPathSchema,
  revisionSchema,
  sourceSchema,
} from '../model/spec.ts'
import { withoutDefaults } from './without-defaults.ts'

type Source = DeploymentSpec['source']
const BLOCKS = ['directory', 'kustomize', 'helm'] as const
const DEFAULTS = sourceSchema.parse({})

/** Argo CD takes a number of replicas as text, too. */
const replicaCount = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(kustomizeSchema.shape.replicas.removeDefault().element.shape.count)

export const applicationSourceSchema = z
  .strictObject({
    repoURL: z.string({ error: 'required' }).min(1, { error: 'required' }).max(2048, { error: 'too_long' }),
    targetRevision: revisionSchema.default('HEAD'),
    path: manifestPathSchema.default('.'),
    directory: directorySchema.optional(),
    kustomize: kustomizeSchema
      .extend({
        replicas: z
          .array(z.strictObject({ name: z.string().min(1).max(253), count: replicaCount }))
          .max(100)
          .default([]),
      })
      .optional(),
    helm: helmSchema.extend({ valuesObject: z.record(z.string(), z.unknown()).optional() }).optional(),
  })
  // Argo CD would silently take the object, and an integer above 2^53 has become another one before it is seen here.
  .refine(
    ({ helm }) => helm?.valuesObject === undefined || (helm.values === '' && hasExactNumbers(helm.valuesObject)),
    { error: 'invalid', path: ['helm', 'valuesObject'] },
  )

type ApplicationSource = z.output<typeof applicationSourceSchema>

function hasExactNumbers(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(hasExactNumbers)
}

/** The kinds whose options differ from the default. */
const saidOptions = (source: Source) =>
  BLOCKS.flatMap((block) => {
    const options = withoutDefaults(source[block], DEFAULTS[block])
    return Object.keys(options).length > 0 ? [[block, options] as const] : []
  })

/** Whether only the annotation can say that the folder is to be looked at: it has options, and a block of options chooses the kind. */
export const needsKindAnnotation = (source: Source): boolean => source.kind === 'auto' && saidOptions(source).length > 0

/** The blocks. Options of another kind than the chosen one say nothing and are left out. */
export function toSourceBlocks(source: Source): Record<string, unknown> {
  if (source.kind === 'auto') return Object.fromEntries(saidOptions(source))
  return { [source.kind]: withoutDefaults(source[source.kind], DEFAULTS[source.kind]) }
}

/** The blocks that are there, in the order in which Argo CD looks at them. */
export const blocksOf = (source: ApplicationSource): (typeof BLOCKS)[number][] =>
  BLOCKS.filter((block) => source[block] !== undefined)

/** The source; `values` that came as an object are kept as JSON, which is YAML that no version of YAML reads differently. */
export function toSource(
  { targetRevision, path, directory, kustomize, helm }: ApplicationSource,
  kind: Source['kind'],
) {
  const { valuesObject, ...options } = helm ?? {}
  return {
    revision: targetRevision,
    path,
    kind,
    ...(directory && { directory }),
    ...(kustomize && { kustomize }),
    ...(helm && { helm: { ...options, ...(valuesObject && { values: JSON.stringify(valuesObject, null, 2) }) } }),
  }
}
