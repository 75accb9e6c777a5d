/**
 * What an object says about its own synchronisation: Argo CD's annotations (`argocd.argoproj.io/*`), and Helm's hooks where the object has
 * none of Argo CD's. What cannot be understood is a problem, not a default: a wave that is no number would put the object anywhere.
 */
import type { KubeObject } from './resource.ts'

export const HOOK_PHASES = ['PreSync', 'Sync', 'PostSync', 'SyncFail'] as const
/** Part of a sync, in the order of execution; SyncFail only after a failure. */
export type Phase = (typeof HOOK_PHASES)[number]

const DELETE_POLICIES = ['HookSucceeded', 'HookFailed', 'BeforeHookCreation'] as const
/** When a hook's object is deleted: at the end of a run in which it succeeded or failed, or before it is made the next time. */
export type DeletePolicy = (typeof DELETE_POLICIES)[number]

export type Hook = { phases: readonly Phase[]; deletePolicies: readonly DeletePolicy[] }

/** "confirm": a person has to choose it. */
export type Consent = 'yes' | 'no' | 'confirm'

export type ObjectOptions = {
  wave: number
  /** Made by a run instead of being kept in the cluster. */
  hook: Hook | null
  /** Neither wanted nor a hook of a sync: `Skip`, hooks of deletions, Helm's tests and roll-back hooks. */
  isLeftOut: boolean
  /** A hook of deletions (`PreDelete`, `PostDelete`), which Ieum does not run. */
  isDeletionHook: boolean
  validate: boolean
  replace: boolean
  force: boolean
  prune: Consent
  /** Whether deleting the deployment deletes it. */
  delete: Consent
  pruneLast: boolean
  skipDryRunOnMissingResource: boolean
  respectIgnoreDifferences: boolean
  /** Fields that kubectl, Helm or Argo CD wrote before become ours, so that what is not in Git is removed. */
  migratesOwnership: boolean
  /** Left in the cluster after Git dropped it, it does not make the deployment OutOfSync. */
  ignoreExtraneous: boolean
  /** Its health does not count for the deployment's. */
  ignoreHealth: boolean
  /** The first annotation that cannot be understood, as "name: value". */
  problem: string | null
}

export const NO_OPTIONS: ObjectOptions = {
  wave: 0,
  hook: null,
  isLeftOut: false,
  isDeletionHook: false,
  validate: true,
  replace: false,
  force: false,
  prune: 'yes',
  delete: 'yes',
  pruneLast: false,
  skipDryRunOnMissingResource: false,
  respectIgnoreDifferences: false,
  migratesOwnership: true,
  ignoreExtraneous: false,
  ignoreHealth: false,
  problem: null,
}

const PREFIX = 'argocd.argoproj.io/'
const HELM_HOOK = 'helm.sh/hook'
const MAX_WAVE = 100_000

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

/** What Helm calls a hook, in Argo CD's words; null: an ordinary object (`crd-install`), "": no hook of a sync. */
const HELM_PHASES: Readonly<Record<string, Phase | '' | null>> = {
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
  'pre-delete': '',
  'post-delete': '',
  'pre-rollback': '',
  'post-rollback': '',
  test: '',
  'test-success': '',
  'test-failure': '',
  'crd-install': null,
}

const HELM_POLICIES: Readonly<Record<string, DeletePolicy>> = {
  'before-hook-creation': 'BeforeHookCreation',
  'hook-succeeded': 'HookSucceeded',
  'hook-failed': 'HookFailed',
}

/** Options whose effect Ieum has anyway, or that mean nothing with server-side apply. */
const WITHOUT_EFFECT = new Set(['ServerSideApply', 'FailOnSharedResource'])

type Draft = { -readonly [Name in keyof ObjectOptions]: ObjectOptions[Name] }
type Reader = (draft: Draft, value: string) => boolean

const flag =
  (set: (draft: Draft, on: boolean) => void): Reader =>
  (draft, value) => {
    if (value !== 'true' && value !== 'false') return false
    set(draft, value === 'true')
    return true
  }
const consent =
  (name: 'prune' | 'delete'): Reader =>
  (draft, value) => {
    if (value !== 'false' && value !== 'true' && value !== 'confirm') return false
    draft[name] = value === 'confirm' ? 'confirm' : value === 'true' ? 'yes' : 'no'
    return true
  }

const SYNC_OPTIONS: Readonly<Record<string, Reader>> = {
  Validate: flag((draft, on) => (draft.validate = on)),
  Replace: flag((draft, on) => (draft.replace = on)),
  Force: flag((draft, on) => (draft.force = on)),
  PruneLast: flag((draft, on) => (draft.pruneLast = on)),
  SkipDryRunOnMissingResource: flag((draft, on) => (draft.skipDryRunOnMissingResource = on)),
  RespectIgnoreDifferences: flag((draft, on) => (draft.respectIgnoreDifferences = on)),
  ClientSideApplyMigration: flag((draft, on) => (draft.migratesOwnership = on)),
  Prune: consent('prune'),
  Delete: consent('delete'),
}

/** Reads the options of an object. Never throws. */
export function objectOptions(object: Pick<KubeObject, 'metadata'>): ObjectOptions {
  if (!object.metadata.annotations) return NO_OPTIONS
  const draft: Draft = { ...NO_OPTIONS }
  const annotations = textsOf(draft, object.metadata.annotations)
  readSyncOptions(draft, annotations[`${PREFIX}sync-options`])
  const isArgoHook = annotations[`${PREFIX}hook`] !== undefined
  if (isArgoHook) readArgoHook(draft, annotations)
  else if (annotations[HELM_HOOK] !== undefined) readHelmHook(draft, annotations)
  readWave(draft, annotations, isArgoHook)
  if (annotations['helm.sh/resource-policy'] === 'keep') draft.prune = draft.delete = 'no'
  draft.ignoreExtraneous = listOf(annotations[`${PREFIX}compare-options`]).includes('IgnoreExtraneous')
  draft.ignoreHealth = annotations[`${PREFIX}ignore-healthcheck`] === 'true'
  return draft
}

/**
 * The annotations that are texts. One that is read here and is something else (`sync-wave: 5` without quotes) is a problem; any other is for
 * the API server to refuse.
 */
function textsOf(draft: Draft, annotations: Record<string, unknown>): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of Object.entries(annotations)) {
    if (typeof value === 'string') texts[name] = value
    else if (value !== null && /^(?:argocd\.argoproj\.io|helm\.sh)\//.test(name)) {
      complain(draft, name, JSON.stringify(value))
    }
  }
  return texts
}

const complain = (draft: Draft, name: string, value: string) => (draft.problem ??= `${name}: ${value}`.slice(0, 200))

function readSyncOptions(draft: Draft, text: string | undefined): void {
  for (const option of listOf(text)) {
    const [name = '', value = ''] = option.split('=')
    if (WITHOUT_EFFECT.has(name)) continue
    if (SYNC_OPTIONS[name]?.(draft, value) !== true) complain(draft, `${PREFIX}sync-options`, option)
  }
}

function readArgoHook(draft: Draft, annotations: Record<string, string>): void {
  const names = listOf(annotations[`${PREFIX}hook`])
  const phases = HOOK_PHASES.filter((phase) => names.includes(phase))
  const others = names.filter((name) => !phases.some((phase) => phase === name))
  for (const name of others)
    if (!['Skip', 'PreDelete', 'PostDelete'].includes(name)) complain(draft, `${PREFIX}hook`, name)
  const policies = listOf(annotations[`${PREFIX}hook-delete-policy`])
  for (const name of policies)
    if (!DELETE_POLICIES.some((policy) => policy === name)) complain(draft, `${PREFIX}hook-delete-policy`, name)
  setHook(draft, names.includes('Skip') ? [] : phases, policies)
  draft.isDeletionHook = names.some((name) => name === 'PreDelete' || name === 'PostDelete')
}

function readHelmHook(draft: Draft, annotations: Record<string, string>): void {
  const names = listOf(annotations[HELM_HOOK])
  if (names.every((name) => HELM_PHASES[name] === null)) return
  for (const name of names) if (HELM_PHASES[name] === undefined) complain(draft, HELM_HOOK, name)
  const policies = listOf(annotations['helm.sh/hook-delete-policy'])
  for (const name of policies)
    if (HELM_POLICIES[name] === undefined) complain(draft, 'helm.sh/hook-delete-policy', name)
  setHook(
    draft,
    HOOK_PHASES.filter((phase) => names.some((name) => HELM_PHASES[name] === phase)),
    policies.map((name) => HELM_POLICIES[name] ?? ''),
  )
  draft.isDeletionHook = names.some((name) => name === 'pre-delete' || name === 'post-delete')
}

/** Without a policy the object of the last run goes before the next one is made (Argo CD and Helm alike). */
function setHook(draft: Draft, phases: Phase[], policies: readonly string[]): void {
  const known = DELETE_POLICIES.filter((policy) => policies.includes(policy))
  draft.isLeftOut = phases.length === 0
  draft.hook =
    phases.length === 0 ? null : { phases, deletePolicies: known.length > 0 ? known : ['BeforeHookCreation'] }
}

/** The wave, or Helm's hook weight; "1.0" and "" are no waves. */
function readWave(draft: Draft, annotations: Record<string, string>, isArgoHook: boolean): void {
  const argo = annotations[`${PREFIX}sync-wave`]
  const isHelmHook = draft.hook !== null && !isArgoHook
  const [name, text] =
    argo === undefined && isHelmHook ? ['helm.sh/hook-weight', annotations['helm.sh/hook-weight']] : ['sync-wave', argo]
  if (text === undefined) return
  const wave = Number(text)
  if (/^[+-]?\d+$/.test(text.trim()) && Math.abs(wave) <= MAX_WAVE) draft.wave = wave === 0 ? 0 : wave
  else complain(draft, name === 'sync-wave' ? `${PREFIX}sync-wave` : name, text)
}
