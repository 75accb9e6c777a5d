'use client'
import { RefreshCw } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { StateView } from '#components/ui/states.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import type { OpenAct } from '../dialogs/deployment-acts.tsx'
import { stateOf } from '../state.ts'
import type { DevopsPlace } from '../urls.ts'
import { withCurrentHealth } from '../run-view.ts'
import { CompareTab } from './compare/compare-tab.tsx'
import { EventsTab } from './events-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { ResourcesTab } from './resources-tab.tsx'
import { RunPanel } from './run-panel.tsx'
import { useTextInUrl } from '#components/patterns/use-text-in-url.ts'
import { YamlTab } from './yaml-tab.tsx'

const TABS = ['sync', 'resources', 'compare', 'history', 'events', 'yaml'] as const
type Tab = (typeof TABS)[number]

type Props = {
  place: DevopsPlace
  detail: DeploymentDetail
  dimmed: boolean
  onOpen: (act: OpenAct) => void
  /** Shows what differs in the object of this key. */
  onShow: (key: string) => void
}

/** What stands behind the header; the chosen tab is in the URL. */
export function DeploymentTabs({ place, detail, dimmed, onOpen, onShow }: Props) {
  const t = useTranslations('deployments.tabs')
  const [tab, setTab] = useTabInUrl()
  const { name } = detail
  const differing = detail.objects.filter(({ sync }) => sync !== 'Synced').length
  return (
    <Tabs
      label={t('label')}
      value={tab}
      onValue={setTab}
      tabs={[
        { value: 'sync', label: t('sync') },
        {
          value: 'resources',
          label: t('resources'),
          count: detail.objects.length,
        },
        { value: 'compare', label: t('compare'), ...(differing > 0 ? { count: differing, attention: true } : {}) },
        { value: 'history', label: t('history'), ...(detail.lastRun === null ? {} : { count: detail.lastRun.number }) },
        { value: 'events', label: t('events') },
        { value: 'yaml', label: 'YAML' },
      ]}
    >
      {tab === 'sync' ? <SyncTab detail={detail} onTerminate={() => onOpen({ kind: 'terminate', name })} /> : null}
      {tab === 'resources' ? (
        <ResourcesTab place={place} detail={detail} dimmed={dimmed} onOpen={onOpen} onShow={onShow} />
      ) : null}
      {tab === 'compare' ? (
        <CompareTab place={place} detail={detail} onSync={(only) => onOpen({ kind: 'sync', name, only })} />
      ) : null}
      {tab === 'events' ? <EventsTab place={place} name={name} /> : null}
      {tab === 'yaml' ? <YamlTab place={place} name={name} onEdit={() => onOpen({ kind: 'yaml', name })} /> : null}
      {tab === 'history' ? <HistoryTab place={place} detail={detail} onOpen={onOpen} /> : null}
    </Tabs>
  )
}

function SyncTab({ detail, onTerminate }: { detail: DeploymentDetail; onTerminate: () => void }) {
  const t = useTranslations('deployments.run')
  if (detail.lastRun !== null)
    return (
      <RunPanel
        run={withCurrentHealth(detail.lastRun, detail.objects)}
        isExplained={stateOf(detail).kind === 'failed'}
        onTerminate={onTerminate}
      />
    )
  const automatic = detail.spec.syncPolicy.automated !== null
  return (
    <div className="rounded-md border border-line bg-surface">
      <StateView
        icon={RefreshCw}
        size="panel"
        title={t('never')}
        text={automatic ? t('neverAutomatic') : t('neverManual')}
      />
    </div>
  )
}

function useTabInUrl(): [Tab, (tab: Tab) => void] {
  const [wanted, setWanted] = useTextInUrl('tab')
  return [TABS.find((known) => known === wanted) ?? 'sync', (next) => setWanted(next === 'sync' ? null : next)]
}
