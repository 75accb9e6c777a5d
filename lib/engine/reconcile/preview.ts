/** Planning a draft: the same look at Git and cluster as a pass, the same plan, and nothing written. */
import { maskObject } from '../compare/mask.ts'
import type { PlannedObject, PreviewResult } from '../model/preview.ts'
import type { KubeObject } from '../model/resource.ts'
import { DEFAULT_SYNC_OPTIONS } from '../model/spec.ts'
import { why } from '../model/why.ts'
import { ownerOf } from '../ownership/mark.ts'
import { previewOf } from '../plan/preview.ts'
import { compareTargets, explain } from './compare.ts'
import { checkDestination, checkPolicy, loadWanted, resolveTracked } from './desired.ts'
import { type Facts, gatherFacts } from './facts.ts'
import { StageError, whyOf } from './failure.ts'
import { textToApply } from './judge.ts'
import { type Look, openAsProject } from './pass.ts'
import { planFor } from './planning.ts'

/** What a first sync of the draft would do, or a sync after its change. Throws `StageError` when that cannot be said. */
export async function planDraft(look: Look): Promise<PreviewResult> {
  const { snapshot } = look
  checkPolicy(look)
  const client = await openAsProject(look, snapshot.cluster)
  const isMissing = await checkDestination(look, client)
  const revision = await resolveTracked(look)
  const facts = await gatherFacts(look, client, revision, isMissing)
  const run = { trigger: 'manual' as const, options: DEFAULT_SYNC_OPTIONS, number: snapshot.nextRunNumber }
  const { plan } = planFor(look, facts, run)
  const { commit } = facts.wanted
  return {
    ...{ commit: revision.commit, subject: commit.subject, author: commit.author },
    ...previewOf(plan, { namespace: snapshot.namespace, isAdopted: adoption(look, facts) }, facts.wanted.warnings),
  }
}

/**
 * One object as a sync would make it, asked of the API server like the rest of a plan. Throws `StageError`, also when Git does not have the
 * object or it may not be applied.
 */
export async function planObject(look: Look, key: string): Promise<PlannedObject> {
  checkPolicy(look)
  const client = await openAsProject(look, look.snapshot.cluster)
  const isMissing = await checkDestination(look, client)
  const { targets } = await loadWanted(look, client, await resolveTracked(look))
  const target = targets.find((one) => one.key === key)
  if (!target) throw new StageError('compare', why('not_in_git'))
  // With the namespaces, because they tell whether the object may go into its own.
  const near = targets.filter((one) => one === target || (one.id.group === '' && one.id.kind === 'Namespace'))
  const { comparisons, lives } = await compareTargets(look, client, near, isMissing)
  const found = comparisons.get(key)
  if (found?.kind === 'failed') throw new StageError('compare', found.why)
  if (found?.kind === 'missing' && !found.validated) return { object: shown(target.object), isJudged: false }
  try {
    const text = await textToApply(look, target, lives.get(key) ?? null)
    return { object: shown(await client.api.apply(target.id, text, { dryRun: true })), isJudged: true }
  } catch (error) {
    throw new StageError('compare', explain(whyOf(error), target), error)
  }
}

/** For people to read: masked, and without what only the API server gives. What names the object stays, whatever is masked. */
function shown(made: KubeObject): string {
  const { managedFields: _, uid: __, resourceVersion: ___, creationTimestamp: ____, ...metadata } = made.metadata
  const { status: _____, ...object } = made
  const masked = maskObject({ ...object, metadata })
  const { name, namespace } = made.metadata
  const { apiVersion, kind } = made
  const shownMetadata = { ...masked.metadata, name, ...(namespace && { namespace }) }
  return JSON.stringify({ ...masked, apiVersion, kind, metadata: shownMetadata })
}

/** Which objects exist without anybody managing them, and are none of this deployment's. */
function adoption({ snapshot }: Look, { lives }: Facts): (key: string) => boolean {
  const known = new Set(snapshot.inventory.map(({ key }) => key))
  return (key) => {
    const live = lives.get(key)
    return live !== undefined && live !== null && !known.has(key) && ownerOf(live) === null
  }
}
