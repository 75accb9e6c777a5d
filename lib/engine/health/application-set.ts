/** argoproj.io/ApplicationSet: an error, resources that could not be updated, a roll-out in progress, all up to date. */
import { type HealthRule, awaiting, broken, healthy } from './make.ts'
import { conditionOf } from './read.ts'

export const applicationSet: HealthRule = (object) => {
  const error = conditionOf(object, 'ErrorOccurred')
  if (error?.status === 'True') return broken(error)
  const updated = conditionOf(object, 'ResourcesUpToDate')
  if (updated?.status === 'False') return broken(updated)
  const rollout = conditionOf(object, 'RolloutProgressing')
  if (rollout?.status === 'True') return awaiting('ResourcesUpToDate', rollout.message)
  return updated?.status === 'True' ? healthy : awaiting('ResourcesUpToDate', updated?.message)
}
