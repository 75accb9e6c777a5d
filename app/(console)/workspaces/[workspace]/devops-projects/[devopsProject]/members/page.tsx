import type { Metadata } from 'next'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { MembersView } from '#components/members/members-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listDevopsMembers } from '#lib/features/members/queries.ts'
import { listRoles } from '#lib/features/roles/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = {
  params: Promise<DevopsPlace>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('members'))('title')} · ${(await params).devopsProject}` }
}

/** The plain list comes with the page; a list with search or order in the URL is read by the browser. */
export default async function DevopsMembersPage({ params, searchParams }: Props) {
  const names = await params
  const [result, roles, query] = await Promise.all([
    forPage(listDevopsMembers(names)),
    forPage(listRoles(names)),
    searchParams,
  ])
  if (!result.ok) return <PageFailure failure={result.error} />
  if (!roles.ok) return <PageFailure failure={roles.error} />
  return (
    <MembersView
      place={{ kind: 'devops', names }}
      initial={Object.keys(query).length === 0 ? result.data : undefined}
      roles={roles.data}
      withDetails
    />
  )
}
