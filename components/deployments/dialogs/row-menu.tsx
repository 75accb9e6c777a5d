'use client'
import { FileCode2, Pause, Pencil, Play, RefreshCw, RotateCw, SlidersHorizontal, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl/react'
import { useCan } from '#components/patterns/can.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction, type ServerAction } from '#components/patterns/use-action.ts'
import { MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { refreshDeployment, resumeDeployment } from '#lib/features/deployments/actions.ts'
import type { DeploymentRow } from '#lib/features/deployments/types.ts'
import { describeError } from '#lib/i18n/describe.ts'
import { settingsPage, type DevopsPlace } from '../urls.ts'
import type { OpenAct } from './deployment-acts.tsx'

type Props = {
  row: Pick<DeploymentRow, 'name' | 'deleting' | 'pause'>
  place: DevopsPlace
  onOpen: (act: OpenAct) => void
  /** The detail page has its own buttons for these. */
  without?: 'sync-and-refresh'
}

/** What can be done with a deployment, in the tutorial's order; 삭제 stands alone at the end. */
export function RowMenu({ row, place, onOpen, without }: Props) {
  const t = useTranslations('deployments.acts')
  const mayManage = useCan('devops.deployments.manage')
  const refresh = useRefresh(place)
  const resume = useResume(place)
  const { name } = row
  const router = useRouter()
  const own = without === 'sync-and-refresh'
  return (
    <>
      {mayManage && !row.deleting ? (
        <>
          <MenuItem icon={Pencil} onSelect={() => onOpen({ kind: 'info', name })}>
            {t('editInfo')}
          </MenuItem>
          <MenuItem icon={FileCode2} onSelect={() => onOpen({ kind: 'yaml', name })}>
            {t('editYaml')}
          </MenuItem>
          {own ? null : (
            <MenuItem icon={RefreshCw} onSelect={() => onOpen({ kind: 'sync', name })}>
              {t('sync')}
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuItem icon={SlidersHorizontal} onSelect={() => router.push(settingsPage(place, name))}>
            {t('settings')}
          </MenuItem>
        </>
      ) : null}
      {own ? null : (
        <MenuItem icon={RotateCw} onSelect={() => refresh(name)}>
          {t('refresh')}
        </MenuItem>
      )}
      {mayManage && !row.deleting ? (
        row.pause === null ? (
          <MenuItem icon={Pause} onSelect={() => onOpen({ kind: 'pause', name })}>
            {t('pause')}
          </MenuItem>
        ) : (
          <MenuItem icon={Play} onSelect={() => resume(name)}>
            {t('resume')}
          </MenuItem>
        )
      ) : null}
      {mayManage ? (
        <>
          {own && row.deleting ? null : <MenuSeparator />}
          <MenuItem icon={Trash2} danger onSelect={() => onOpen({ kind: 'delete', name })}>
            {t('delete')}
          </MenuItem>
        </>
      ) : null}
    </>
  )
}

/** Asks the engine to look at Git and the cluster now; the answer arrives through the list. */
export const useRefresh = (place: DevopsPlace) => useAtOnce(place, refreshDeployment, 'refreshing')

/** Ends a pause: what has changed meanwhile is synchronised at once. */
export const useResume = (place: DevopsPlace) => useAtOnce(place, resumeDeployment, 'resumed')

type AtOnce = ServerAction<DevopsPlace & { name: string }, null>

/** An act that needs no question; a toast tells how it went. */
function useAtOnce(place: DevopsPlace, action: AtOnce, done: 'refreshing' | 'resumed'): (name: string) => void {
  const t = useTranslations()
  const { run } = useAction(action)
  return (name) =>
    void run({ ...place, name }).then((result) => {
      if (result.ok) return toast({ tone: 'info', title: t(`deployments.toasts.${done}`, { name }) })
      const { title, text, requestId } = describeError(result.error, t)
      return toast({ tone: 'failure', title: `${title}: ${name}`, text, ...(requestId === '' ? {} : { requestId }) })
    })
}
