import type { ReactNode } from 'react'
import { ProjectFrame } from '#components/shell/project-frame.tsx'

type Props = { params: Promise<{ workspace: string; cluster: string; project: string }>; children: ReactNode }

export default async function ProjectLayout({ params, children }: Props) {
  return <ProjectFrame {...await params}>{children}</ProjectFrame>
}
