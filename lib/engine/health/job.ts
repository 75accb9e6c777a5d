/** batch/Job: failed, suspended, complete, else running. */
import { type HealthRule, degraded, healthy, progressing, suspended } from './make.ts'
import { conditionOf } from './read.ts'

export const job: HealthRule = (object) => {
  const failure = conditionOf(object, 'Failed')
  if (failure?.status === 'True') return degraded('job_failed', {}, failure.message)
  if (conditionOf(object, 'Suspended')?.status === 'True') return suspended('job_suspended')
  return conditionOf(object, 'Complete')?.status === 'True' ? healthy : progressing('job_running')
}
