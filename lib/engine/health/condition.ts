/** Kinds that one condition says everything about: ExternalSecret (Ready), SealedSecret (Synced). */
import { type HealthRule, awaiting, broken, healthy, progressing } from './make.ts'
import { currentConditionOf, isKnownStale } from './read.ts'

/** A rule for kinds whose condition of this type is True when all is well and False when it failed, for good or until it is tried again. */
export const byCondition =
  (type: string): HealthRule =>
  (object) => {
    if (isKnownStale(object)) return progressing('status_pending')
    const condition = currentConditionOf(object, type)
    if (condition?.status === 'False') return broken(condition)
    return condition?.status === 'True' ? healthy : awaiting(type, condition?.message)
  }
