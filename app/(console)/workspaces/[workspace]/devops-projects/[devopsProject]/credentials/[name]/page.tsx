import type { Metadata } from 'next'
import { CredentialView } from '#components/credentials/credential-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getCredential } from '#lib/features/credentials/queries.ts'

type Props = { params: Promise<{ workspace: string; devopsProject: string; name: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, devopsProject } = await params
  return { title: `${name} · ${devopsProject}` }
}

export default async function CredentialPage({ params }: Props) {
  const { workspace, devopsProject, name } = await params
  const place = { workspace, devopsProject }
  const result = await forPage(getCredential({ ...place, name }))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <CredentialView key={name} place={place} initial={result.data} />
}
