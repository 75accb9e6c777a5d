'use client'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import { dismissToast, toast } from '#components/patterns/toast-store.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import type { RunDetail } from '#lib/features/deployments/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'
import { isActive } from '../run-view.ts'
import { deploymentPage, runApi, type DevopsPlace } from '../urls.ts'

export type WatchedRun = { name: string; number: number }

/** Key of the toast that runs as long as its run. */
export const runToastKey = ({ name, number }: WatchedRun): string => `run ${name} ${number}`

type Props = { place: DevopsPlace; run: WatchedRun; onFinished: () => void }

/** Follows a synchronisation that was started here: its running toast ends as the run ends, or when this page is left. */
export function RunWatcher({ place, run, onFinished }: Props) {
  const t = useTranslations()
  const { data } = useRemote<RunDetail>('deployments', runApi(place, run.name, run.number))
  const { name } = run
  const key = runToastKey(run)
  const href = deploymentPage(place, name)

  // The toast corner lives outside of this page: nothing that runs may stay there without a watcher.
  useEffect(() => () => dismissToast(key), [key])

  // Tells the end once; being told, the parent takes the watcher away.
  useEffect(() => {
    if (data === undefined || isActive(data)) return
    const links = [{ href, label: t('deployments.toasts.result') }]
    if (data.phase === 'Succeeded')
      toast({
        key: `${key} end`,
        tone: 'success',
        title: t('deployments.toasts.syncDone', { name }),
        links,
      })
    else
      toast({
        key: `${key} end`,
        tone: 'failure',
        title: t('deployments.toasts.syncFailed', { name }),
        ...(data.why ? { text: describeWhy(data.why, t).text } : {}),
        links,
      })
    onFinished()
  }, [data, href, key, name, onFinished, t])
  return null
}
