'use client'
import Link from 'next/link'
import { useTranslations } from 'use-intl/react'
import { HealthBadge, StatusBadge } from '#components/patterns/status-badge.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import type { DeploymentPage, DeploymentRow } from '#lib/features/deployments/types.ts'
import { deploymentPage, deploymentsApi, deploymentsPage, type DevopsPlace } from '../deployments/urls.ts'

const MOST_USERS = 10

/** The first deployments that read a repository, and how many there are. */
export function useRepositoryUsers(place: DevopsPlace, repository: string) {
  const query = new URLSearchParams({ repository, pageSize: String(MOST_USERS), sort: 'name', direction: 'asc' })
  return useRemote<DeploymentPage>('deployments', `${deploymentsApi(place)}?${query.toString()}`)
}

/** Deployments that read a repository, each with its state. */
export function RepositoryUsers({ place, repository }: { place: DevopsPlace; repository: string }) {
  const t = useTranslations('repositories.detail')
  const { data } = useRepositoryUsers(place, repository)
  if (data === undefined) return null
  if (data.items.length === 0) return <p className="px-4 py-3 text-sm text-fg-2">{t('usersNone')}</p>
  return (
    <>
      <ul>
        {data.items.map((row) => (
          <User key={row.id} place={place} row={row} />
        ))}
      </ul>
      {data.total > data.items.length ? (
        <p className="border-t border-line px-4 py-2.5 text-sm">
          <Link href={`${deploymentsPage(place)}?repository=${repository}`} className="text-accent underline">
            {t('usersMore', { count: data.total })}
          </Link>
        </p>
      ) : null}
    </>
  )
}

function User({ place, row }: { place: DevopsPlace; row: DeploymentRow }) {
  const { name, alias, cluster, namespace, health, stalledSince, sync } = row
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2 first:border-t-0">
      <span className="min-w-0 flex-1">
        <Link
          href={deploymentPage(place, name)}
          className="block truncate text-sm font-semibold hover:text-accent hover:underline"
        >
          {name}
        </Link>
        <span className="block truncate text-xs text-fg-3">
          {[alias, `${cluster} / ${namespace}`].filter((text) => text !== '').join(' · ')}
        </span>
      </span>
      <HealthBadge status={health} stalledSince={stalledSince} />
      <StatusBadge kind="sync" status={sync} />
    </li>
  )
}
