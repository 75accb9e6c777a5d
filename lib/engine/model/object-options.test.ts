import { describe, expect, it } from 'vitest'
import { NO_OPTIONS, type ObjectOptions, objectOptions } from './object-options.ts'

const of = (annotations: Record<string, string>) => objectOptions({ metadata: { name: 'x', annotations } })
const argo = (annotations: Record<string, string>) =>
  of(Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`argocd.argoproj.io/${name}`, value])))
const helm = (annotations: Record<string, string>) =>
  of(Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`helm.sh/${name}`, value])))
const hook = (phases: string[], deletePolicies = ['BeforeHookCreation']) => ({ hook: { phases, deletePolicies } })

describe('what an object says about its synchronisation', () => {
  it('is nothing where it says nothing', () => {
    expect(objectOptions({ metadata: { name: 'x' } })).toEqual(NO_OPTIONS)
    expect(of({ note: 'x' })).toEqual(NO_OPTIONS)
  })

  it.each<[string, ObjectOptions, object]>([
    ['a wave', argo({ 'sync-wave': '-3' }), { wave: -3 }],
    ['a wave with a sign', argo({ 'sync-wave': '+2' }), { wave: 2 }],
    [
      'options',
      argo({ 'sync-options': 'Validate=false, Replace=true,Force=true' }),
      { validate: false, replace: true, force: true },
    ],
    ['that it stays', argo({ 'sync-options': 'Prune=false,Delete=confirm' }), { prune: 'no', delete: 'confirm' }],
    ['that it goes last', argo({ 'sync-options': 'PruneLast=true' }), { pruneLast: true }],
    ['an option that says nothing new', argo({ 'sync-options': 'ServerSideApply=true' }), { problem: null }],
    ['that Helm keeps it', helm({ 'resource-policy': 'keep' }), { prune: 'no', delete: 'no' }],
    ['that it may be left over', argo({ 'compare-options': 'IgnoreExtraneous' }), { ignoreExtraneous: true }],
    ['that its health does not count', argo({ 'ignore-healthcheck': 'true' }), { ignoreHealth: true }],
  ])('%s', (_, options, expected) => expect(options).toMatchObject(expected))

  it.each<[string, ObjectOptions, string]>([
    ['a wave that is no number', argo({ 'sync-wave': 'first' }), 'argocd.argoproj.io/sync-wave: first'],
    ['a wave with a fraction', argo({ 'sync-wave': '1.5' }), 'argocd.argoproj.io/sync-wave: 1.5'],
    ['an unknown option', argo({ 'sync-options': 'Prunne=false' }), 'argocd.argoproj.io/sync-options: Prunne=false'],
    [
      'a value that means nothing',
      argo({ 'sync-options': 'Prune=maybe' }),
      'argocd.argoproj.io/sync-options: Prune=maybe',
    ],
    ['an unknown hook', argo({ hook: 'PreSynk' }), 'argocd.argoproj.io/hook: PreSynk'],
    [
      'an unknown policy',
      argo({ hook: 'Sync', 'hook-delete-policy': 'Never' }),
      'argocd.argoproj.io/hook-delete-policy: Never',
    ],
    ['an unknown Helm hook', helm({ hook: 'pre-instal' }), 'helm.sh/hook: pre-instal'],
    ['a weight that is no number', helm({ hook: 'pre-install', 'hook-weight': 'low' }), 'helm.sh/hook-weight: low'],
  ])('is a problem: %s', (_, { problem }, expected) => expect(problem).toBe(expected))
})

describe('hooks', () => {
  it.each<[string, ObjectOptions, object]>([
    ['run in their phases', argo({ hook: 'PostSync, PreSync' }), hook(['PreSync', 'PostSync'])],
    [
      'say when they are deleted',
      argo({ hook: 'Sync', 'hook-delete-policy': 'HookSucceeded,HookFailed' }),
      hook(['Sync'], ['HookSucceeded', 'HookFailed']),
    ],
    ['are left out by Skip', argo({ hook: 'Skip' }), { hook: null, isLeftOut: true }],
    ['of deletions are left out of a sync', argo({ hook: 'PreDelete' }), { hook: null, isLeftOut: true }],
    [
      'of Helm are mapped',
      helm({ hook: 'pre-install,pre-upgrade', 'hook-weight': '-5', 'hook-delete-policy': 'hook-succeeded' }),
      { ...hook(['PreSync'], ['HookSucceeded']), wave: -5 },
    ],
    ['of Helm after the installation', helm({ hook: 'post-upgrade' }), hook(['PostSync'])],
    ['of Helm for tests are left out', helm({ hook: 'test' }), { hook: null, isLeftOut: true }],
    ['of Helm for definitions are ordinary objects', helm({ hook: 'crd-install' }), { hook: null, isLeftOut: false }],
    [
      'of Argo CD win over those of Helm',
      of({ 'argocd.argoproj.io/hook': 'PostSync', 'helm.sh/hook': 'pre-install', 'helm.sh/hook-weight': '9' }),
      { ...hook(['PostSync']), wave: 0 },
    ],
  ])('%s', (_, options, expected) => expect(options).toMatchObject(expected))
})
