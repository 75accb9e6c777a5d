'use client'
import { CrashView } from '#components/shell/crash-view.tsx'

export default CrashView
