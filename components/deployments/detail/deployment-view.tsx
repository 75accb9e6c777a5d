'use client'
import { ChevronDown, RefreshCw, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { LiveIndicator, useIsStale } from '#components/patterns/live.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button, IconButton, LinkButton } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { LoadingRows, StateView } from '#components/ui/states.tsx'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import { DeploymentActs, type OpenAct } from '../dialogs/deployment-acts.tsx'
import { RowMenu, useRefresh } from '../dialogs/row-menu.tsx'
import { deploymentApi, deploymentsPage, type DevopsPlace } from '../urls.ts'
import { DeploymentTabs } from './deployment-tabs.tsx'
import { Conditions } from './conditions.tsx'
import { Holds } from './holds.tsx'
import { JointStrip } from './joint-strip.tsx'
import { StateBanner } from './state-banner.tsx'
import { useTextsInUrl } from '#components/patterns/use-text-in-url.ts'

type Props = { place: DevopsPlace; name: string; initial: DeploymentDetail | undefined }

/** One continuous deployment: its state in a sentence, Git and cluster joined, and everything behind it in tabs. Live. */
export function DeploymentView({ place, name, initial }: Props) {
  const t = useTranslations('deployments')
  const loading = useTranslations('common.list')('loading')
  const { data, error, fetching, refresh } = useRemote('deployments', deploymentApi(place, name), initial)
  const [act, setAct] = useState<OpenAct | null>(null)
  const setInUrl = useTextsInUrl()
  const compare = (key: string) => setInUrl({ tab: 'compare', object: key })
  const dimmed = useIsStale()
  // A deployment that was here and is gone has been deleted; one that never was is the page's own "not found".
  if (error?.code === 'NOT_FOUND') return <Gone place={place} name={name} />
  if (data === undefined)
    return error === null ? (
      <LoadingRows rows={8} label={loading} />
    ) : (
      <FailureView failure={error} onRetry={refresh} headingLevel={1} />
    )
  return (
    <div className="grid grid-cols-1 gap-3">
      <PageHeader
        title={name}
        aside={data.alias === '' ? undefined : data.alias}
        description={data.description === '' ? undefined : data.description}
        crumbs={[{ label: t('title'), href: deploymentsPage(place) }, { label: name }]}
        actions={<HeaderActions place={place} detail={data} fetching={fetching} onOpen={setAct} />}
      />
      <StateBanner detail={data} onCompare={compare} />
      <Holds place={place} detail={data} onOpen={setAct} onShow={compare} />
      <Conditions detail={data} />
      <JointStrip place={place} detail={data} />
      <DeploymentTabs place={place} detail={data} dimmed={dimmed} onOpen={setAct} onShow={compare} />
      <DeploymentActs place={place} act={act} onClose={() => setAct(null)} />
    </div>
  )
}

type ActionsProps = { place: DevopsPlace; detail: DeploymentDetail; fetching: boolean; onOpen: (act: OpenAct) => void }

function HeaderActions({ place, detail, fetching, onOpen }: ActionsProps) {
  const t = useTranslations('deployments.acts')
  const refresh = useRefresh(place)
  const { name, deleting } = detail
  return (
    <>
      <LiveIndicator />
      <IconButton icon={RotateCw} label={t('refresh')} busy={fetching} onClick={() => refresh(name)} />
      <Can permission="devops.deployments.manage">
        <Menu
          trigger={
            <Button>
              {t('more')}
              <Icon as={ChevronDown} />
            </Button>
          }
        >
          <RowMenu row={detail} place={place} onOpen={onOpen} without="sync-and-refresh" />
        </Menu>
        {deleting ? null : (
          <Button tone="primary" icon={RefreshCw} onClick={() => onOpen({ kind: 'sync', name })}>
            {t('sync')}
          </Button>
        )}
      </Can>
    </>
  )
}

function Gone({ place, name }: { place: DevopsPlace; name: string }) {
  const t = useTranslations('deployments.gone')
  return (
    <StateView
      headingLevel={1}
      title={t('title', { name })}
      text={t('text')}
      actions={
        <LinkButton href={deploymentsPage(place)} tone="primary">
          {t('back')}
        </LinkButton>
      }
    />
  )
}
