import type { ReactNode } from 'react'
import { WorkspaceFrame } from '#components/shell/workspace-frame.tsx'

type Props = { params: Promise<{ workspace: string }>; children: ReactNode }

export default async function WorkspaceLayout({ params, children }: Props) {
  const { workspace } = await params
  return <WorkspaceFrame workspace={workspace}>{children}</WorkspaceFrame>
}
