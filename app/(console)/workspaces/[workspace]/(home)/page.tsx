import { redirect } from 'next/navigation'
import { devopsProjectsPage } from '#components/shell/paths.ts'

export default async function WorkspacePage({ params }: { params: Promise<{ workspace: string }> }) {
  redirect(devopsProjectsPage((await params).workspace))
}
