/** What the preview shows of a plan, in the order of a person's interest. Pure. */
import type { PreviewObject } from '#lib/engine/model/preview.ts'
import type { DraftPreview } from '#lib/features/deployments/types.ts'

export const GROUPS = ['refused', 'create', 'adopted', 'update', 'replace', 'delete', 'skip', 'unchanged'] as const
export type PreviewGroup = (typeof GROUPS)[number]

/** `refused`: not possible as it is; `adopted`: there already, and managed from then on. */
export function groupOf({ action, adopted, refused }: PreviewObject): PreviewGroup {
  if (refused) return 'refused'
  if (adopted) return 'adopted'
  return action
}

export type GroupedObjects = { group: PreviewGroup; objects: PreviewObject[] }

/** The objects by group; groups without any are left out. */
export function groupObjects(objects: readonly PreviewObject[]): GroupedObjects[] {
  return GROUPS.map((group) => ({ group, objects: objects.filter((object) => groupOf(object) === group) })).filter(
    (found) => found.objects.length > 0,
  )
}

export type Verdict = { blocks: number; warnings: number }

/** How much stands against the draft: objects or rules that block it, and what a person should know. */
export function verdictOf(answer: DraftPreview | null): Verdict {
  if (answer === null) return { blocks: 0, warnings: 0 }
  const { outcome } = answer
  if (outcome.state === 'Failed') return outcome.isBlocked ? { blocks: 1, warnings: 0 } : { blocks: 0, warnings: 1 }
  if (outcome.state !== 'Succeeded') return { blocks: 0, warnings: 0 }
  const { notices } = outcome.plan
  const blocks = notices.filter(({ level }) => level === 'block').reduce((sum, { count }) => sum + count, 0)
  return { blocks, warnings: notices.filter(({ level }) => level === 'warn').length }
}
