import { redirect } from 'next/navigation'
import { overviewPage } from '#components/shell/paths.ts'

type Props = { params: Promise<{ workspace: string; cluster: string; project: string }> }

export default async function ProjectPage({ params }: Props) {
  const { workspace, cluster, project } = await params
  redirect(overviewPage(workspace, cluster, project))
}
