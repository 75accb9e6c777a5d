import { notFound, redirect } from 'next/navigation'
import { devopsPages } from '#components/shell/devops-frame.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getDevopsProject } from '#lib/features/devops-projects/queries.ts'

type Props = { params: Promise<{ workspace: string; devopsProject: string }> }

/** A DevOps project opens at the first page the person may see. */
export default async function DevopsProjectPage({ params }: Props) {
  const place = await params
  const result = await forPage(getDevopsProject(place))
  if (!result.ok) return <PageFailure failure={result.error} />
  const first = devopsPages(place.workspace, result.data)[0]
  if (!first) notFound()
  redirect(first.href)
}
