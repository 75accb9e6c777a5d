import type { Metadata } from 'next'
import { AuditView } from '#components/audit/audit-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getWorkspaceAuditFacets, listWorkspaceAudit } from '#lib/features/audit/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = {
  params: Promise<{ workspace: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('audit'))('title')} · ${(await params).workspace}` }
}

/** The newest lines come with the page; a list with search or filters in the URL is read by the browser. */
export default async function WorkspaceAuditPage({ params, searchParams }: Props) {
  const names = await params
  const [result, facets, query] = await Promise.all([
    forPage(listWorkspaceAudit(names)),
    forPage(getWorkspaceAuditFacets(names)),
    searchParams,
  ])
  if (!result.ok) return <PageFailure failure={result.error} />
  if (!facets.ok) return <PageFailure failure={facets.error} />
  return (
    <AuditView
      workspace={names.workspace}
      initial={Object.keys(query).length === 0 ? result.data : undefined}
      facets={facets.data}
    />
  )
}
