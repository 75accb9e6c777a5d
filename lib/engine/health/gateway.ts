/** The Gateway API: Gateway and its routes. Conditions that speak of an earlier generation say nothing about this one. */
import type { Health } from '../model/health.ts'
import type { KubeObject } from '../model/resource.ts'
import { type HealthRule, awaiting, broken, healthy } from './make.ts'
import { type Condition, at, conditionsIn, isCurrent, listAt } from './read.ts'

/** The first thing that is wrong or still awaited among conditions of one holder; null: nothing is. */
function troubleIn(conditions: readonly Condition[]): Health | null {
  const refused = ['ResolvedRefs', 'Accepted'].flatMap((type) =>
    conditions.filter((condition) => condition.type === type && condition.status === 'False'),
  )[0]
  if (refused) return broken(refused)
  const programmed = conditions.find(({ type }) => type === 'Programmed')
  return programmed && programmed.status !== 'True' ? awaiting('Programmed', programmed.message) : null
}

/** Worst of several holders, of which none may have said anything yet. */
function judge(object: KubeObject, holders: readonly unknown[]): Health {
  const told = holders
    .map((holder) => conditionsIn(holder).filter((condition) => isCurrent(object, condition)))
    .filter((conditions) => conditions.length > 0)
  if (told.length === 0) return awaiting('Accepted')
  const troubles = told.map(troubleIn).filter((trouble) => trouble !== null)
  return troubles.find(({ status }) => status === 'Degraded') ?? troubles[0] ?? healthy
}

/** gateway.networking.k8s.io/Gateway: itself and each of its listeners. */
export const gateway: HealthRule = (object) => {
  const status = at(object, 'status')
  return judge(object, [status, ...listAt(status, 'listeners')])
}

/** HTTPRoute and its siblings: what each gateway that it asks to be attached to says. */
export const route: HealthRule = (object) => judge(object, listAt(object, 'status', 'parents'))
