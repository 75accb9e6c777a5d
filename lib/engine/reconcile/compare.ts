/** What the API server says about every target: live object, dry run, verdict. One object that cannot be judged disturbs no other. */
import { AppError } from '#lib/core/errors.ts'
import type { ClusterClient } from '../clusters/registry.ts'
import { maskText } from '../compare/mask.ts'
import { WORKSPACE_LABEL } from '../model/labels.ts'
import { allowsNamespace } from '../model/policy.ts'
import { type KubeObject, objectLabel } from '../model/resource.ts'
import type { Comparison, Target } from '../model/target.ts'
import { type Why, why } from '../model/why.ts'
import { ownerOf } from '../ownership/mark.ts'
import { settleAll } from '../apply/settle-all.ts'
import { deploymentNames } from '../store/snapshot.ts'
import { StageError, isClusterFailure, isRefusal, whyOf } from './failure.ts'
import { judge } from './judge.ts'
import type { Look } from './pass.ts'

export type Compared = {
  comparisons: Map<string, Comparison>
  /** By key; null: not in the cluster. A key that is absent could not be read. */
  lives: Map<string, KubeObject | null>
  /** Objects are wanted in the destination namespace, which does not exist. */
  isDestinationMissing: boolean
}

/**
 * Compares all targets; throws only when the cluster as a whole does not answer. `isMissing`: the destination namespace is known not to
 * exist, so that nobody has to be asked about what is to go into it.
 */
export async function compareTargets(
  pass: Look,
  client: ClusterClient,
  targets: readonly Target[],
  isMissing: boolean,
): Promise<Compared> {
  const { namespace, spec } = pass.snapshot
  const isMadeFirst = isMissing && spec.syncPolicy.createNamespace
  const isInside = ({ id, refusal }: Target) => isMadeFirst && refusal === null && id.namespace === namespace
  const { lives, failures } = await readLives(
    client,
    targets.filter((target) => !isInside(target)),
  )
  for (const { key } of targets.filter(isInside)) lives.set(key, null)
  const owners = await foreignOwners(pass, lives)
  const madeHere = new Set(
    targets.filter(({ id }) => id.group === '' && id.kind === 'Namespace').map(({ id }) => id.name),
  )
  const foreign = foreignNamespaces(pass, targets, lives)
  const comparisons = new Map<string, Comparison>()
  const taken = new Set(pass.snapshot.activeRun?.options.takeOver)
  let isDestinationMissing = false

  const compareOne = async (target: Target) => {
    const failure = failures.get(target.key)
    const comparison = failure ? failed(failure, target, null) : await compare(target, lives.get(target.key) ?? null)
    comparisons.set(target.key, comparison)
  }

  const compare = async (target: Target, live: KubeObject | null): Promise<Comparison> => {
    const refusal = target.refusal ?? refusalIn(foreign, target)
    if (refusal) return { kind: 'failed', why: refusal, isRefused: true }
    if (isInside(target)) {
      isDestinationMissing ||= !madeHere.has(namespace)
      return { kind: 'missing', validated: false }
    }
    if (target.isDefinedHere) return { kind: 'missing', validated: false }
    const owner = live ? owners.get(ownerOf(live) ?? '') : undefined
    if (owner !== undefined && !taken.has(target.key)) {
      return { kind: 'failed', why: why('owned_by_other', { object: objectLabel(target.id), owner }), isRefused: true }
    }
    try {
      return await judge(pass, client.api, target, live)
    } catch (error) {
      const isMissing = error instanceof AppError && error.reason === 'namespace_missing' && live === null
      if (isMissing && madeHere.has(target.id.namespace)) return { kind: 'missing', validated: false }
      if (isMissing && target.id.namespace === pass.snapshot.namespace) {
        isDestinationMissing = true
        if (pass.snapshot.spec.syncPolicy.createNamespace) return { kind: 'missing', validated: false }
      }
      return failed(error, target, live)
    }
  }

  await settleAll(targets.map(compareOne))
  return { comparisons, lives, isDestinationMissing }
}

/**
 * Names of the Namespace targets that are somebody else's. That a deployment may create namespaces does not give it those that exist: one
 * without a mark, or with the name of another workspace, is not its own, and with it everything in it, unless it is a project of this
 * workspace or the policy names it.
 */
function foreignNamespaces(
  { snapshot }: Look,
  targets: readonly Target[],
  lives: ReadonlyMap<string, KubeObject | null>,
): Set<string> {
  const isForeign = ({ id, key }: Target): boolean => {
    const live = lives.get(key)
    if (id.group !== '' || id.kind !== 'Namespace' || !live) return false
    const workspace = live.metadata.labels?.[WORKSPACE_LABEL]
    if (ownerOf(live) !== null && (workspace === undefined || workspace === snapshot.workspace.name)) return false
    return !allowsNamespace(snapshot.policy, {
      cluster: snapshot.cluster.name,
      namespace: id.name,
      projects: snapshot.projects,
    })
  }
  return new Set(targets.filter(isForeign).map(({ id }) => id.name))
}

/** A foreign namespace and what is to go into it are refused alike: not even a dry run may tell what is in there. */
function refusalIn(foreign: ReadonlySet<string>, { id }: Target): Why | null {
  const namespace = id.group === '' && id.kind === 'Namespace' ? id.name : id.namespace
  return foreign.has(namespace) ? why('namespace_not_allowed', { namespace }) : null
}

/** A fault of the whole cluster ends the pass; any other belongs to its object. */
function failed(error: unknown, target: Target, live: KubeObject | null): Comparison {
  if (isClusterFailure(error)) throw new StageError('compare', whyOf(error), error)
  const found = whyOf(error)
  return { kind: 'failed', why: explain(found, target, live), isRefused: isRefusal(found.reason) }
}

/** The server's words about one object: which object, and never a value of a Secret. */
export function explain(found: Why, target: Pick<Target, 'id' | 'object'>, live: KubeObject | null = null): Why {
  const params = { object: objectLabel(target.id), kind: target.id.kind, ...found.params }
  const place = found.reason === 'namespace_missing' ? { namespace: target.id.namespace } : {}
  return why(found.reason, { ...params, ...place }, maskText(found.detail, target.object, live))
}

/** Live objects of the targets that may be applied: what is refused is not looked at either. */
async function readLives(client: ClusterClient, targets: readonly Target[]) {
  const lives = new Map<string, KubeObject | null>()
  const failures = new Map<string, unknown>()
  await Promise.all(
    targets
      .filter(({ isDefinedHere, refusal }) => !isDefinedHere && refusal === null)
      .map(async ({ id, key }) => {
        try {
          lives.set(key, await client.live.read(id))
        } catch (error) {
          failures.set(key, error)
        }
      }),
  )
  return { lives, failures }
}

/** Names of the other deployments that own live objects, by id. Marks of deployments that no longer exist own nothing. */
async function foreignOwners({ snapshot }: Look, lives: ReadonlyMap<string, KubeObject | null>) {
  const owners = [...lives.values()].flatMap((live) => (live ? [ownerOf(live)] : []))
  const foreign = new Set(owners.filter((owner): owner is string => owner !== null && owner !== snapshot.id))
  return foreign.size === 0 ? new Map<string, string>() : deploymentNames([...foreign])
}
