/** Who a field manager is: Ieum, a person with a tool, or a program of the cluster. Pure. */

export type OwnerKind = 'ieum' | 'console' | 'person' | 'controller' | 'unknown'

/** Tools that people hold in their hands, by the beginning of the name that they give as field manager. */
const TOOLS = [
  'kubectl',
  'k9s',
  'lens',
  'openlens',
  'headlamp',
  'freelens',
  'Mozilla',
  'node-fetch',
  'curl',
  'oc',
  'helm',
]

/** What a field manager's name tells. Anybody may give any name: it is a hint, not proof. */
export function ownerKind(manager: string): OwnerKind {
  if (manager === '') return 'unknown'
  if (manager === 'ieum') return 'ieum'
  if (manager === 'ieum-console') return 'console'
  const isTool = TOOLS.some((tool) => manager === tool || new RegExp(`^${tool}[-/.]`).test(manager))
  return isTool ? 'person' : 'controller'
}
