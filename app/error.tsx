'use client'
import { CrashView, type CrashProps } from '#components/shell/crash-view.tsx'

export default function ErrorPage(props: CrashProps) {
  return (
    <main>
      <CrashView {...props} />
    </main>
  )
}
