import type { ReactNode } from 'react'
import { PlatformFrame } from '#components/shell/platform-frame.tsx'

export default function PlatformLayout({ children }: { children: ReactNode }) {
  return <PlatformFrame>{children}</PlatformFrame>
}
