import type { Metadata } from 'next'
import { RepositoryView } from '#components/repositories/repository-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getRepository } from '#lib/features/repositories/queries.ts'

type Props = { params: Promise<{ workspace: string; devopsProject: string; name: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, devopsProject } = await params
  return { title: `${name} · ${devopsProject}` }
}

export default async function RepositoryPage({ params }: Props) {
  const { workspace, devopsProject, name } = await params
  const place = { workspace, devopsProject }
  const result = await forPage(getRepository({ ...place, name }))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <RepositoryView key={name} place={place} initial={result.data} />
}
