import { redirect } from 'next/navigation'
import { workspaceOverviewPage } from '#components/shell/paths.ts'

export default async function WorkspacePage({ params }: { params: Promise<{ workspace: string }> }) {
  redirect(workspaceOverviewPage((await params).workspace))
}
