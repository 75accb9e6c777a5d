/** batch/CronJob: a suspended or waiting one is Healthy on purpose; Degraded when its last run that ended did not succeed. */
import { type HealthRule, degraded, healthy, healthyBut, progressing } from './make.ts'
import { at, listAt, textAt } from './read.ts'

export const cronJob: HealthRule = (object) => {
  if (at(object, 'spec', 'suspend') === true) return healthyBut('schedule_suspended')
  if (at(object, 'status') === undefined) return progressing('status_pending')
  const succeeded = Date.parse(textAt(object, 'status', 'lastSuccessfulTime'))
  if (Number.isNaN(succeeded)) return healthyBut('schedule_never_succeeded')
  if (listAt(object, 'status', 'active').length > 0) return healthy
  return succeeded < Date.parse(textAt(object, 'status', 'lastScheduleTime')) ? degraded('job_failed') : healthy
}
