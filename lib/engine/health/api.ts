/** Kinds that extend the API: APIService and CustomResourceDefinition. */
import { type HealthRule, awaiting, broken, healthy, progressing } from './make.ts'
import { conditionOf } from './read.ts'

export const apiService: HealthRule = (object) => {
  const available = conditionOf(object, 'Available')
  return available?.status === 'True' ? healthy : awaiting('Available', available?.message)
}

export const customResourceDefinition: HealthRule = (object) => {
  if (conditionOf(object, 'Terminating')?.status === 'True') return progressing('being_deleted')
  const names = conditionOf(object, 'NamesAccepted')
  if (names?.status === 'False') return broken(names)
  const schema = conditionOf(object, 'NonStructuralSchema')
  if (schema?.status === 'True') return broken(schema)
  const established = conditionOf(object, 'Established')
  if (established?.status === 'True') return healthy
  return established === undefined || established.reason === 'Installing'
    ? awaiting('Established', established?.message)
    : broken(established)
}
