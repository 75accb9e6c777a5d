/** What a person has typed into the wizard, and what becomes of it. Pure: the form, the server's answer and the tests share it. */
import type { FieldIssue } from '#lib/core/errors.ts'
import type { PrunePropagation } from '#lib/engine/model/spec.ts'
import { fieldIssues } from '#lib/actions/parse.ts'
import { createDeploymentSchema, type CreateDeploymentInput } from '#lib/features/deployments/schema.ts'
import type { DevopsPlace } from '../urls.ts'

export type Draft = {
  name: string
  alias: string
  description: string
  repository: string
  cluster: string
  namespace: string
  revision: string
  path: string
  automatic: boolean
  prune: boolean
  selfHeal: boolean
  skipSchemaValidation: boolean
  createNamespace: boolean
  pruneLast: boolean
  applyOutOfSyncOnly: boolean
  prunePropagation: PrunePropagation
  replace: boolean
}

export type Issues = Record<string, FieldIssue>
export type DraftField = keyof Draft

/** Everything that can delete or overwrite starts unticked; automatic synchronisation alone only adds and updates. */
export const EMPTY_DRAFT: Draft = {
  name: '',
  alias: '',
  description: '',
  repository: '',
  cluster: '',
  namespace: '',
  revision: '',
  path: '',
  automatic: true,
  prune: false,
  selfHeal: false,
  skipSchemaValidation: false,
  createNamespace: false,
  pruneLast: false,
  applyOutOfSyncOnly: false,
  prunePropagation: 'foreground',
  replace: false,
}

export const STEPS = ['basic', 'settings'] as const
export type Step = (typeof STEPS)[number]

const FIELDS_OF_BASIC: readonly string[] = ['name', 'alias', 'description', 'repository']

/** Where a field of the action's input stands in the form; fields without a place of their own belong to the form as a whole. */
const FORM_FIELD: Record<string, DraftField> = {
  'spec.source.revision': 'revision',
  'spec.source.path': 'path',
}

const REQUIRED = ['repository', 'cluster', 'namespace', 'revision'] as const

/** The input of `createDeployment`. Prune and self-heal mean something only under automatic synchronisation. */
export function toInput(draft: Draft, place: DevopsPlace): CreateDeploymentInput {
  const { automatic, prune, selfHeal } = draft
  return {
    ...place,
    name: draft.name,
    alias: draft.alias,
    description: draft.description,
    repository: draft.repository,
    cluster: draft.cluster,
    namespace: draft.namespace,
    spec: {
      source: { revision: draft.revision, path: draft.path },
      syncPolicy: {
        automated: automatic ? { prune, selfHeal } : null,
        skipSchemaValidation: draft.skipSchemaValidation,
        createNamespace: draft.createNamespace,
        pruneLast: draft.pruneLast,
        applyOutOfSyncOnly: draft.applyOutOfSyncOnly,
        prunePropagation: draft.prunePropagation,
        replace: draft.replace,
      },
    },
  }
}

/** Issues by form field, as the form and as the server name them. */
export const toFormIssues = (issues: Issues): Issues =>
  Object.fromEntries(Object.entries(issues).map(([field, issue]) => [FORM_FIELD[field] ?? field, issue]))

/** What is wrong with the draft, by form field; the server checks the same again, and what only it can know. */
export function checkDraft(draft: Draft, place: DevopsPlace): Issues {
  const parsed = createDeploymentSchema.safeParse(toInput(draft, place), { reportInput: true })
  const issues = parsed.success ? {} : toFormIssues(fieldIssues(parsed.error.issues))
  for (const field of REQUIRED) if (draft[field].trim() === '') issues[field] = { code: 'required' }
  return issues
}

/** The draft after a change. Another repository takes back the revision that the form had suggested for the one before. */
export function applyChange(draft: Draft, change: Partial<Draft>, suggested: string): Draft {
  const moved = change.repository !== undefined && change.repository !== draft.repository
  return { ...draft, ...(moved && draft.revision === suggested ? { revision: '' } : {}), ...change }
}

export const stepOf = (field: string): Step => (FIELDS_OF_BASIC.includes(field) ? 'basic' : 'settings')

/** The issues of one step's fields. */
export const issuesOfStep = (issues: Issues, step: Step): Issues =>
  Object.fromEntries(Object.entries(issues).filter(([field]) => stepOf(field) === step))

/** True when leaving would lose something a person typed or chose. Values the form filled in by itself do not count. */
export const isTouched = (draft: Draft, pristine: Draft): boolean =>
  (Object.keys(draft) as DraftField[]).some((field) => draft[field] !== pristine[field])
