'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Dialog } from '#components/ui/dialog.tsx'
import { LoadingRows } from '#components/ui/states.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import type { ResourceId } from '#lib/engine/model/resource.ts'
import type { ObjectDetail } from '#lib/features/objects/types.ts'
import { objectApi, sameId, type ObjectAccess } from './access.ts'
import { EventsTab } from './events-tab.tsx'
import { LogsTab } from './logs-tab.tsx'
import { ManifestTab } from './manifest-tab.tsx'
import { ObjectActs } from './object-acts.tsx'
import { StateTab } from './state-tab.tsx'

export const OBJECT_TABS = ['state', 'manifest', 'events', 'logs'] as const
export type ObjectTab = (typeof OBJECT_TABS)[number]

export type ObjectPanelProps = {
  /** The way to the object; it decides what may be seen and done. */
  access: ObjectAccess
  /** Mount the panel anew (`key`) for another object. */
  object: ResourceId
  /** The tab that is open first. */
  tab?: ObjectTab
  onClose: () => void
}

/** Nothing tells of changes in a cluster: an open panel asks again. Milliseconds. */
const EVERY_MS = 5000

/** One object of a cluster at the right edge of the page: its state, manifest, events and logs, and what can be done with it. */
export function ObjectPanel({ access, object, tab = 'state', onClose }: ObjectPanelProps) {
  const t = useTranslations('objects')
  const [way, setWay] = useState<readonly ResourceId[]>([object])
  const shown = way.at(-1) ?? object
  const remote = useRemote<ObjectDetail | null>('objects', objectApi(access, shown), undefined, EVERY_MS)
  // While another object is read, the data is still of the one before.
  const detail = remote.data && sameId(remote.data.id, shown) ? remote.data : undefined
  // The kind itself may be gone as well.
  const isGone = remote.data === null || remote.error?.code === 'NOT_FOUND'
  return (
    <Dialog
      open
      placement="side"
      size="repository"
      firstFocus="dialog"
      onClose={onClose}
      onBack={way.length > 1 ? () => setWay(way.slice(0, -1)) : undefined}
      title={<span className="anywhere">{shown.name}</span>}
      subtitle={[shown.kind, shown.namespace || t('clusterWide')].join(' · ')}
      actions={detail && !isGone ? <ObjectActs access={access} detail={detail} onDeleted={onClose} /> : undefined}
    >
      {isGone ? (
        <FailureView failure={{ code: 'NOT_FOUND', requestId: '' }} title={t('gone')} size="panel" />
      ) : detail !== undefined ? (
        <div className="grid gap-4">
          {remote.error ? <FailureNotice failure={remote.error} title={t('outdated')} /> : null}
          <ObjectTabs
            key={JSON.stringify(shown)}
            access={access}
            detail={detail}
            first={tab}
            onShow={(id) => setWay([...way, id])}
          />
        </div>
      ) : remote.error ? (
        <FailureView failure={remote.error} onRetry={remote.refresh} retrying={remote.fetching} size="panel" />
      ) : (
        <LoadingRows rows={8} label={t('loading')} />
      )}
    </Dialog>
  )
}

type TabsProps = { access: ObjectAccess; detail: ObjectDetail; first: ObjectTab; onShow: (id: ResourceId) => void }

function ObjectTabs({ access, detail, first, onShow }: TabsProps) {
  const t = useTranslations('objects')
  const hasLogs = detail.pods.length > 0
  const [tab, setTab] = useState<ObjectTab>(first)
  const current = tab === 'logs' && !hasLogs ? 'state' : tab
  const warnings = detail.events.some(({ type }) => type === 'Warning')
  return (
    <Tabs
      label={t('tabs.label')}
      value={current}
      onValue={setTab}
      tabs={[
        { value: 'state', label: t('tabs.state') },
        { value: 'manifest', label: t('tabs.manifest') },
        { value: 'events', label: t('tabs.events'), count: detail.events.length, attention: warnings },
        ...(hasLogs ? [{ value: 'logs' as const, label: t('tabs.logs') }] : []),
      ]}
    >
      {current === 'state' ? <StateTab access={access} detail={detail} onShow={onShow} /> : null}
      {current === 'manifest' ? <ManifestTab access={access} detail={detail} /> : null}
      {current === 'events' ? <EventsTab events={detail.events} /> : null}
      {current === 'logs' ? <LogsTab access={access} pods={detail.pods} /> : null}
    </Tabs>
  )
}
