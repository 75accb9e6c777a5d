import type { Metadata } from 'next'
import { MembersView } from '#components/members/members-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import type { ProjectPlace } from '#components/shell/paths.ts'
import { forPage } from '#lib/actions/for-page.ts'
import { listProjectMembers } from '#lib/features/members/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = {
  params: Promise<ProjectPlace>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('members'))('title')} · ${(await params).project}` }
}

/** The plain list comes with the page; a list with search or order in the URL is read by the browser. */
export default async function ProjectMembersPage({ params, searchParams }: Props) {
  const names = await params
  const [result, query] = await Promise.all([forPage(listProjectMembers(names)), searchParams])
  if (!result.ok) return <PageFailure failure={result.error} />
  return (
    <MembersView
      place={{ kind: 'project', names }}
      initial={Object.keys(query).length === 0 ? result.data : undefined}
      withDetails
    />
  )
}
