/** cert-manager.io/Certificate: one that is being issued, for the first time or anew, is Progressing whatever the last attempt said. */
import { type HealthRule, awaiting } from './make.ts'
import { byCondition } from './condition.ts'
import { conditionOf } from './read.ts'

const ready = byCondition('Ready')

export const certificate: HealthRule = (object) => {
  const issuing = conditionOf(object, 'Issuing')
  return issuing?.status === 'True' ? awaiting('Ready', issuing.message) : ready(object)
}
