/** Which objects say something about the health of their deployment. */
import type { HealthStatus } from '../model/health.ts'
import { objectOptions } from '../model/object-options.ts'
import type { KubeObject } from '../model/resource.ts'
import { ruleKey } from './health-of.ts'

/**
 * False for an object that asks not to be counted (`argocd.argoproj.io/ignore-healthcheck: "true"`), and for a child Application that Argo CD
 * calls Missing or Unknown: that it has not been made or looked at is its own matter (both are Argo CD's rules). Its health is shown all the
 * same. `object` is the live one, or the wanted one where there is none and `status` is null.
 */
export function isCounted(object: KubeObject, status: HealthStatus | null): boolean {
  if (objectOptions(object).ignoreHealth) return false
  const isUnseen = status === 'Missing' || status === 'Unknown'
  return !(isUnseen && ruleKey(object) === 'argoproj.io/Application')
}
