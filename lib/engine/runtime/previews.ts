/** Computes previews beside the passes, within the same bounds: a person who types waits for a place as a deployment does. */
import { AppError } from '#lib/core/errors.ts'
import { PREVIEW_PATIENCE_SECONDS } from '../model/preview.ts'
import { why } from '../model/why.ts'
import { StageError, whyOf } from '../reconcile/failure.ts'
import type { EnginePorts } from '../reconcile/pass.ts'
import { planDraft, planObject } from '../reconcile/preview.ts'
import type { StageCondition } from '../reconcile/record.ts'
import { type PreviewClaim, answerPreview, claimPreviews } from '../store/previews.ts'
import { loadDraft } from '../store/snapshot.ts'
import { PassOverdue, withinSeconds } from './deadline.ts'
import type { Places } from './places.ts'

/** Of the places of a process, the part that previews may take. */
const SHARE = 0.25

export type Previews = {
  /** Takes up what waits, as far as there is room for it. */
  claim: () => Promise<void>
  /** Resolves when nothing is being computed. */
  idle: () => Promise<unknown>
}

type Options = { owner: string; ports: EnginePorts; places: Places; total: number; onDone: () => void }

export function createPreviews({ owner, ports, places, total, onDone }: Options): Previews {
  const running = new Set<Promise<void>>()
  const most = Math.max(1, Math.floor(total * SHARE))

  const compute = async (claim: PreviewClaim): Promise<void> => {
    const snapshot = await loadDraft(claim.id)
    // Replaced meanwhile: nobody waits for it.
    if (snapshot === null) return
    const notBefore = performance.now() - claim.askedSeconds * 1000
    const look = { snapshot, ports, notBefore, rendersAlone: true }
    const answer = await (claim.key === '' ? planDraft(look) : planObject(look, claim.key))
    await answerPreview(claim.id, owner, answer)
  }

  const work = async (claim: PreviewClaim): Promise<void> => {
    try {
      await withinSeconds(
        PREVIEW_PATIENCE_SECONDS,
        places.run(claim, () => compute(claim)),
      )
    } catch (error) {
      const condition = conditionOf(error)
      if (condition.why.reason === 'unexpected') ports.log.error({ err: error }, 'a preview failed unexpectedly')
      await answerPreview(claim.id, owner, condition).catch((failure: unknown) =>
        ports.log.error({ err: failure }, 'a preview could not be answered'),
      )
    }
  }

  return {
    async claim() {
      if (running.size >= most) return
      for (const claim of await claimPreviews(owner, PREVIEW_PATIENCE_SECONDS, most - running.size)) {
        const task = work(claim).finally(() => {
          running.delete(task)
          onDone()
        })
        running.add(task)
      }
    },
    idle: () => Promise.all(running),
  }
}

function conditionOf(error: unknown): StageCondition {
  if (error instanceof StageError) return error.condition
  if (error instanceof PassOverdue) return { stage: 'compare', why: why('pass_timeout', { seconds: error.seconds }) }
  return { stage: 'compare', why: error instanceof AppError ? whyOf(error) : why('unexpected') }
}
