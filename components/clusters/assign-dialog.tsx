'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button } from '#components/ui/button.tsx'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { SearchInput } from '#components/ui/input.tsx'
import { assignCluster } from '#lib/features/clusters/actions.ts'
import type { ClusterWorkspace } from '#lib/features/clusters/types.ts'
import { clusterPartApi } from './urls.ts'

/** A search is worth its place from so many workspaces on. */
const SEARCH_FROM = 8

/** Which workspaces may put projects on the cluster. One that has some there keeps it. */
export function AssignDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations('clusters.assign')
  const common = useTranslations('common.actions')
  const { data = [], error: unread } = useRemote<ClusterWorkspace[]>('clusters', clusterPartApi(name, 'workspaces'))
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [search, setSearch] = useState('')
  const { run, pending, error } = useAction(assignCluster, () => {
    toast({ tone: 'success', title: t('done', { name }) })
    onClose()
  })
  const isGiven = (row: ClusterWorkspace) => changed.get(row.name) ?? row.assigned
  const changes = data.filter((row) => isGiven(row) !== row.assigned)
  const save = () =>
    void run({
      name,
      add: changes.filter(isGiven).map((row) => row.name),
      remove: changes.filter((row) => !isGiven(row)).map((row) => row.name),
    })
  const shown = data.filter((row) => `${row.name} ${row.alias}`.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      subtitle={name}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button tone="primary" busy={pending} blocked={changes.length === 0} onClick={save}>
            {common('confirm')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <FailureNotice failure={error ?? unread} />
        <p className="text-sm text-fg-2">{t('text')}</p>
        {data.length < SEARCH_FROM ? null : (
          <SearchInput
            label={t('search')}
            placeholder={t('search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        <div className="grid gap-2.5">
          {shown.map((row) => (
            <OptionCheckbox
              key={row.name}
              title={row.name}
              description={describe(row, t)}
              checked={isGiven(row)}
              disabled={row.assigned && row.projects + row.deployments > 0}
              onChecked={(checked) => setChanged(new Map(changed).set(row.name, checked))}
            />
          ))}
        </div>
      </div>
    </Dialog>
  )
}

function describe(
  { alias, projects, deployments }: ClusterWorkspace,
  t: ReturnType<typeof useTranslations<'clusters.assign'>>,
) {
  const inUse = projects + deployments > 0 ? t('inUse', { projects, deployments }) : ''
  return [alias, inUse].filter((text) => text !== '').join(' · ') || undefined
}
