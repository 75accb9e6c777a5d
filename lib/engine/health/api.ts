/** Kinds that extend the API: APIService and CustomResourceDefinition. */
import { type HealthRule, degraded, healthy, progressing } from './make.ts'
import { conditionOf } from './read.ts'

export const apiService: HealthRule = (object) => {
  const available = conditionOf(object, 'Available')
  return available?.status === 'True'
    ? healthy
    : progressing('condition_pending', { condition: 'Available' }, available?.message)
}

export const customResourceDefinition: HealthRule = (object) => {
  if (conditionOf(object, 'Terminating')?.status === 'True') return progressing('being_deleted')
  const names = conditionOf(object, 'NamesAccepted')
  if (names?.status === 'False')
    return degraded('condition_false', { condition: names.type, state: names.reason }, names.message)
  const schema = conditionOf(object, 'NonStructuralSchema')
  if (schema?.status === 'True')
    return degraded('condition_false', { condition: schema.type, state: schema.reason }, schema.message)
  const established = conditionOf(object, 'Established')
  if (established?.status === 'True') return healthy
  if (established === undefined || established.reason === 'Installing') {
    return progressing('condition_pending', { condition: 'Established' }, established?.message)
  }
  return degraded('condition_false', { condition: 'Established', state: established.reason }, established.message)
}
