/** What a person has typed into the wizard, and what becomes of it. Pure: the form, the server's answer and the tests share it. */
import type { FieldIssue } from '#lib/core/errors.ts'
import { fieldIssues } from '#lib/actions/parse.ts'
import { createDeploymentSchema, type CreateDeploymentInput } from '#lib/features/deployments/schema.ts'
import type { DevopsPlace } from '../urls.ts'
import { duplicates, EMPTY_SPEC, fieldOfSpec, toSpec, type SpecDraft } from './spec-draft.ts'

export type Draft = SpecDraft & {
  name: string
  alias: string
  description: string
  repository: string
  cluster: string
  namespace: string
}

export type Issues = Record<string, FieldIssue>
export type DraftField = keyof Draft

export const EMPTY_DRAFT: Draft = {
  ...EMPTY_SPEC,
  name: '',
  alias: '',
  description: '',
  repository: '',
  cluster: '',
  namespace: '',
}

export const STEPS = ['basic', 'settings'] as const
export type Step = (typeof STEPS)[number]

const FIELDS_OF_BASIC: readonly string[] = ['name', 'alias', 'description', 'repository']

const REQUIRED = ['repository', 'cluster', 'namespace', 'revision'] as const

/** The input of `createDeployment`. */
export function toInput(draft: Draft, place: DevopsPlace): CreateDeploymentInput {
  return {
    ...place,
    name: draft.name,
    alias: draft.alias,
    description: draft.description,
    repository: draft.repository,
    cluster: draft.cluster,
    namespace: draft.namespace,
    spec: toSpec(draft),
  }
}

/** Where a field of the action's input stands in the form; one without a place of its own belongs to the form as a whole. */
const formField = (field: string): string =>
  (field.startsWith('spec.') ? fieldOfSpec(field.slice('spec.'.length)) : undefined) ?? field

/** Issues by form field, as the form and as the server name them. */
export const toFormIssues = (issues: Issues): Issues =>
  Object.fromEntries(Object.entries(issues).map(([field, issue]) => [formField(field), issue]))

/** What is wrong with the draft, by form field; the server checks the same again, and what only it can know. */
export function checkDraft(draft: Draft, place: DevopsPlace): Issues {
  const parsed = createDeploymentSchema.safeParse(toInput(draft, place), { reportInput: true })
  const issues = { ...(parsed.success ? {} : toFormIssues(fieldIssues(parsed.error.issues))), ...duplicates(draft) }
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
  JSON.stringify(draft) !== JSON.stringify({ ...draft, ...pristine })
