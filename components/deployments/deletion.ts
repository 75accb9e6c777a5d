/** What a deletion takes with it and what it leaves. Pure; the engine follows the same rules (design §7). */
import type { ManagedObject } from '#lib/features/deployments/types.ts'

/** Why an object stays: nothing is deleted, the person did not choose a protected kind, or Ieum did not create it. */
export type StayReason = 'kept' | 'protected' | 'adopted'

export type DeletionPlan = {
  goes: ManagedObject[]
  stays: { object: ManagedObject; why: StayReason }[]
}

/** May be ticked to go as well: protected kinds that Ieum itself created. */
export const isChoice = (object: ManagedObject): boolean => object.isProtected && !object.adopted

/**
 * Splits the managed objects. Without `cascade` all stay. With it everything Ieum created goes, except protected kinds (CRD,
 * Namespace, PersistentVolume, PersistentVolumeClaim) that are not among the `chosen` keys. Adopted objects always stay.
 */
export function planDeletion(
  objects: readonly ManagedObject[],
  cascade: boolean,
  chosen: ReadonlySet<string>,
): DeletionPlan {
  const plan: DeletionPlan = { goes: [], stays: [] }
  for (const object of objects) {
    if (object.adopted) plan.stays.push({ object, why: 'adopted' })
    else if (!cascade) plan.stays.push({ object, why: 'kept' })
    else if (object.isProtected && !chosen.has(object.key)) plan.stays.push({ object, why: 'protected' })
    else plan.goes.push(object)
  }
  return plan
}

/** "Deployment 1 · Service 2": how many of each kind, in order of first appearance. */
export function countKinds(objects: readonly ManagedObject[]): { kind: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => ({ kind, count }))
}
