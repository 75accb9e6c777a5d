'use client'
import { useTranslations } from 'use-intl/react'
import { toast } from '#components/patterns/toast-store.ts'
import { deploymentPage, type DevopsPlace } from '../urls.ts'
import { runToastKey, type WatchedRun } from './run-watcher.tsx'

/** Says that a synchronisation was started and has it watched. */
export function useStarted(place: DevopsPlace, onStarted: (run: WatchedRun) => void): (run: WatchedRun) => void {
  const t = useTranslations('deployments.toasts')
  return (run) => {
    const { name, number } = run
    toast({
      key: runToastKey(run),
      tone: 'running',
      title: t('syncStarted', { name }),
      text: t('run', { number }),
      links: [{ href: deploymentPage(place, name), label: t('progress') }],
    })
    onStarted(run)
  }
}
