/** Planning a draft: the same look at Git and cluster as a pass, the same plan, and nothing written. */
import type { PreviewResult } from '../model/preview.ts'
import { DEFAULT_SYNC_OPTIONS } from '../model/spec.ts'
import { ownerOf } from '../ownership/mark.ts'
import { previewOf } from '../plan/preview.ts'
import { checkDestination, checkPolicy, resolveTracked } from './desired.ts'
import { type Facts, gatherFacts } from './facts.ts'
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

/** Which objects exist without anybody managing them, and are none of this deployment's. */
function adoption({ snapshot }: Look, { lives }: Facts): (key: string) => boolean {
  const known = new Set(snapshot.inventory.map(({ key }) => key))
  return (key) => {
    const live = lives.get(key)
    return live !== undefined && live !== null && !known.has(key) && ownerOf(live) === null
  }
}
