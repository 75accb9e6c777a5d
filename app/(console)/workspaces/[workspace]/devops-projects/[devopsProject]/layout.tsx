import type { ReactNode } from 'react'
import { DevopsFrame } from '#components/shell/devops-frame.tsx'

type Props = { params: Promise<{ workspace: string; devopsProject: string }>; children: ReactNode }

export default async function DevopsProjectLayout({ params, children }: Props) {
  return <DevopsFrame {...await params}>{children}</DevopsFrame>
}
