import { describe, expect, test } from 'vitest'
import {
  applyChange,
  checkDraft,
  EMPTY_DRAFT,
  isTouched,
  issuesOfStep,
  toFormIssues,
  toInput,
  type Draft,
} from './draft.ts'

const SCOPE = { workspace: 'demo-workspace', devopsProject: 'demo-devops' }
const FULL: Draft = {
  ...EMPTY_DRAFT,
  name: 'open-podcasts',
  repository: 'open-podcasts',
  cluster: 'sandbox',
  namespace: 'demo-project',
  revision: 'main',
  path: 'config/default',
}

describe('the draft of a continuous deployment', () => {
  test('is right when every required field is filled', () => {
    expect(checkDraft(FULL, SCOPE)).toEqual({})
  })

  test('names every required field that is empty, beside its field', () => {
    const issues = checkDraft(EMPTY_DRAFT, SCOPE)
    expect(Object.keys(issues).toSorted()).toEqual(['cluster', 'name', 'namespace', 'repository', 'revision'])
    expect(new Set(Object.values(issues).map(({ code }) => code))).toEqual(new Set(['required']))
  })

  test('sorts its issues to the steps whose fields have them', () => {
    const issues = checkDraft(EMPTY_DRAFT, SCOPE)
    expect(Object.keys(issuesOfStep(issues, 'basic')).toSorted()).toEqual(['name', 'repository'])
    expect(Object.keys(issuesOfStep(issues, 'settings')).toSorted()).toEqual(['cluster', 'namespace', 'revision'])
  })

  test('says of a folder that leaves the repository and of a revision that is an option what is wrong', () => {
    const issues = checkDraft({ ...FULL, path: '../etc', revision: '--upload-pack=x' }, SCOPE)
    expect(issues).toEqual({ path: { code: 'path_format' }, revision: { code: 'revision_format' } })
  })

  test('forgets prune and self-heal under manual synchronisation', () => {
    const input = toInput({ ...FULL, automatic: false, prune: true, selfHeal: true }, SCOPE)
    expect(input.spec.syncPolicy.automated).toBeNull()
    const automatic = toInput({ ...FULL, prune: true }, SCOPE)
    expect(automatic.spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: false, allowEmpty: false })
  })

  test('takes the folder as the root when none is given', () => {
    expect(checkDraft({ ...FULL, path: '' }, SCOPE)).toEqual({})
  })

  test('puts refusals of the server beside the field they are about', () => {
    const issues = toFormIssues({ name: { code: 'name_taken' }, 'spec.source.revision': { code: 'not_found' } })
    expect(issues).toEqual({ name: { code: 'name_taken' }, revision: { code: 'not_found' } })
  })

  test('gives up a suggested revision with its repository, but never a typed one', () => {
    expect(applyChange(FULL, { repository: 'other' }, 'main').revision).toBe('')
    expect(applyChange({ ...FULL, revision: 'v1' }, { repository: 'other' }, 'main').revision).toBe('v1')
    expect(applyChange(FULL, { repository: FULL.repository }, 'main').revision).toBe('main')
  })

  test('is worth a question before leaving only when a person changed something', () => {
    const prefilled = { ...EMPTY_DRAFT, cluster: 'sandbox', revision: 'main' }
    expect(isTouched(prefilled, prefilled)).toBe(false)
    expect(isTouched({ ...prefilled, alias: '팟캐스트' }, prefilled)).toBe(true)
  })
})
