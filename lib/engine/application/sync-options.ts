/** `spec.syncPolicy.syncOptions` of an Argo CD Application, "Name=value" texts, and the fields of ours they stand for. */
import type { DeploymentSpec } from '../model/spec.ts'

/** The fields of the sync policy that options stand for. */
export type SyncOptionsPolicy = Pick<
  DeploymentSpec['syncPolicy'],
  | 'skipSchemaValidation'
  | 'createNamespace'
  | 'pruneLast'
  | 'applyOutOfSyncOnly'
  | 'prunePropagation'
  | 'replace'
  | 'force'
  | 'respectIgnoreDifferences'
  | 'skipDryRunOnMissingResource'
>
type Flag = Exclude<keyof SyncOptionsPolicy, 'prunePropagation'>

/** Name of the option and the value that switches our flag on. */
const FLAGS: readonly { option: string; field: Flag; on: 'true' | 'false' }[] = [
  { option: 'Validate', field: 'skipSchemaValidation', on: 'false' },
  { option: 'CreateNamespace', field: 'createNamespace', on: 'true' },
  { option: 'PruneLast', field: 'pruneLast', on: 'true' },
  { option: 'ApplyOutOfSyncOnly', field: 'applyOutOfSyncOnly', on: 'true' },
  { option: 'Replace', field: 'replace', on: 'true' },
  { option: 'Force', field: 'force', on: 'true' },
  { option: 'RespectIgnoreDifferences', field: 'respectIgnoreDifferences', on: 'true' },
  { option: 'SkipDryRunOnMissingResource', field: 'skipDryRunOnMissingResource', on: 'true' },
]
/**
 * What Ieum does in any case: it applies on the server, refuses objects of other deployments, and takes over what kubectl had applied.
 * Switched on they say nothing new; switched off they would ask for what Ieum does not do.
 */
const ALWAYS_ON = ['ServerSideApply', 'FailOnSharedResource', 'ClientSideApplyMigration']
const PROPAGATION = 'PrunePropagationPolicy'
const PROPAGATIONS = ['foreground', 'background', 'orphan'] as const

/** The options that differ from the default, in a fixed order. */
export function toSyncOptions(policy: SyncOptionsPolicy): string[] {
  const flags = FLAGS.filter(({ field }) => policy[field]).map(({ option, on }) => `${option}=${on}`)
  return policy.prunePropagation === 'foreground' ? flags : [...flags, `${PROPAGATION}=${policy.prunePropagation}`]
}

/** The policy the options say, or the index of the first one that is unknown, malformed or given twice. */
export function fromSyncOptions(options: readonly string[]): { policy: SyncOptionsPolicy } | { badIndex: number } {
  const policy: SyncOptionsPolicy = {
    skipSchemaValidation: false,
    createNamespace: false,
    pruneLast: false,
    applyOutOfSyncOnly: false,
    prunePropagation: 'foreground',
    replace: false,
    force: false,
    respectIgnoreDifferences: false,
    skipDryRunOnMissingResource: false,
  }
  const seen = new Set<string>()
  for (const [badIndex, text] of options.entries()) {
    const [option = '', value = '', ...rest] = text.split('=')
    if (rest.length > 0 || seen.has(option) || !setOption(policy, option, value)) return { badIndex }
    seen.add(option)
  }
  return { policy }
}

function setOption(policy: SyncOptionsPolicy, option: string, value: string): boolean {
  if (option === PROPAGATION) {
    const propagation = PROPAGATIONS.find((known) => known === value)
    if (propagation) policy.prunePropagation = propagation
    return propagation !== undefined
  }
  if (ALWAYS_ON.includes(option)) return value === 'true'
  const flag = FLAGS.find((known) => known.option === option)
  if (flag === undefined || (value !== 'true' && value !== 'false')) return false
  policy[flag.field] = value === flag.on
  return true
}
