/** What the command palette offers, as data. Pure. */
import type { ComboboxOption } from '#components/ui/combobox.tsx'
import type { IconType } from '#components/ui/icon.tsx'
import type { SearchHit } from '#lib/features/search/types.ts'
import { devopsProjectPage, devopsProjectsPage, projectPage } from './paths.ts'

/** Where a hit's page is. */
export function hitHref(hit: SearchHit): string {
  if (hit.kind === 'workspace') return devopsProjectsPage(hit.name)
  if (hit.kind === 'devops') return devopsProjectPage(hit.workspace, hit.name)
  if (hit.kind === 'project') return projectPage(hit.workspace, hit.cluster, hit.name)
  const devops = devopsProjectPage(hit.workspace, hit.devopsProject)
  return hit.kind === 'deployment' ? `${devops}/deployments/${hit.name}` : `${devops}/repositories?search=${hit.name}`
}

/** Where a hit belongs: "demo-workspace / demo-devops". */
function hitPlace(hit: SearchHit): string {
  if (hit.kind === 'workspace') return ''
  if (hit.kind === 'devops') return hit.workspace
  return `${hit.workspace} / ${hit.kind === 'project' ? hit.cluster : hit.devopsProject}`
}

export type HitLooks = Record<SearchHit['kind'], { icon: IconType; group: string }>

/** The hits as options; the value is the address. */
export const hitOptions = (hits: readonly SearchHit[], looks: HitLooks): ComboboxOption[] =>
  hits.map((hit) => ({
    value: hitHref(hit),
    label: hit.name,
    description: [hit.alias, hitPlace(hit)].filter(Boolean).join(' · ') || undefined,
    ...looks[hit.kind],
  }))
