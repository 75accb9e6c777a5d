/** autoscaling/HorizontalPodAutoscaler: it cannot read its target or its metrics, or it can scale. v1 keeps conditions in an annotation. */
import type { KubeObject } from '../model/resource.ts'
import { type HealthRule, degraded, healthy, progressing } from './make.ts'
import { type Condition, conditionsOf, textAt } from './read.ts'

const FAILURES: Record<string, RegExp> = {
  AbleToScale: /^Failed(Get|Update)Scale$/,
  ScalingActive:
    /^(FailedGet(Resource|ContainerResource|Object|Pods|External)Metric|FailedComputeMetricsReplicas|InvalidSelector)$/,
}

function conditionsOfAnnotation(object: KubeObject): Condition[] {
  try {
    const parsed: unknown = JSON.parse(
      object.metadata.annotations?.['autoscaling.alpha.kubernetes.io/conditions'] ?? '',
    )
    return conditionsOf({ status: { conditions: parsed } })
  } catch {
    return []
  }
}

export const horizontalPodAutoscaler: HealthRule = (object) => {
  const isV1 = object.apiVersion === 'autoscaling/v1'
  const conditions = isV1 ? conditionsOfAnnotation(object) : conditionsOf(object)
  const failure = conditions.find((condition) => FAILURES[condition.type]?.test(condition.reason) === true)
  if (failure) return degraded('condition_false', { condition: failure.type, state: failure.reason }, failure.message)
  const canScale = conditions.some(
    ({ type, status }) => status === 'True' && (type === 'AbleToScale' || type === 'ScalingLimited'),
  )
  if (canScale) return healthy
  return progressing('condition_pending', { condition: 'AbleToScale' }, textAt(conditions[0], 'message'))
}
