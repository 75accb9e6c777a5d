/** autoscaling/HorizontalPodAutoscaler: it cannot read its target or its metrics, or it can scale. v1 keeps conditions in an annotation. */
import type { KubeObject } from '../model/resource.ts'
import { type HealthRule, awaiting, broken, healthy } from './make.ts'
import { type Condition, conditionsIn, conditionsOf, textAt } from './read.ts'

const FAILURES: ReadonlyMap<string, RegExp> = new Map([
  ['AbleToScale', /^Failed(Get|Update)Scale$/],
  [
    'ScalingActive',
    /^(FailedGet(Resource|ContainerResource|Object|Pods|External)Metric|FailedComputeMetricsReplicas|InvalidSelector)$/,
  ],
])

function conditionsOfAnnotation(object: KubeObject): Condition[] {
  const text = textAt(object, 'metadata', 'annotations', 'autoscaling.alpha.kubernetes.io/conditions')
  try {
    const conditions: unknown = JSON.parse(text)
    return conditionsIn({ conditions })
  } catch {
    return []
  }
}

export const horizontalPodAutoscaler: HealthRule = (object) => {
  const isV1 = object.apiVersion === 'autoscaling/v1'
  const conditions = isV1 ? conditionsOfAnnotation(object) : conditionsOf(object)
  const failure = conditions.find(({ type, reason }) => FAILURES.get(type)?.test(reason))
  if (failure) return broken(failure)
  const canScale = conditions.some(
    ({ type, status }) => status === 'True' && (type === 'AbleToScale' || type === 'ScalingLimited'),
  )
  return canScale ? healthy : awaiting('AbleToScale', conditions[0]?.message)
}
