import type { Metadata } from 'next'
import { UsersView } from '#components/users/users-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getSignInChoices } from '#lib/features/single-sign-on/queries.ts'
import { listUsers } from '#lib/features/users/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('users'))('title') }
}

/** The plain list comes with the page; a list with search or order in the URL is read by the browser. */
export default async function UsersPage({ searchParams }: Props) {
  const [result, choices, query] = await Promise.all([forPage(listUsers({})), getSignInChoices({}), searchParams])
  if (!result.ok) return <PageFailure failure={result.error} />
  const initial = Object.keys(query).length === 0 ? result.data : undefined
  return <UsersView initial={initial} choices={choices.ok ? choices.data : []} />
}
