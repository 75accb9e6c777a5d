'use client'
import { Check, FolderGit2, Plus, RefreshCw, Server } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { Icon, type IconType } from '#components/ui/icon.tsx'
import { createPage, repositoriesPage, type DevopsPlace } from '../urls.ts'

/** What a first deployment needs and what of it is there. */
export type Readiness = { repositories: number; clusters: number; projects: number }

/** No deployment yet: what it takes, what of that is ready, and the one way on. */
export function EmptyDeployments({ place, readiness }: { place: DevopsPlace; readiness: Readiness }) {
  const t = useTranslations('deployments.empty')
  const { repositories, clusters, projects } = readiness
  return (
    <div className="mx-auto flex min-h-[420px] max-w-[640px] flex-col justify-center px-6 py-16">
      <h2 className="text-lg font-semibold">{t('title')}</h2>
      <p className="mt-1 text-sm text-fg-2">{t('text')}</p>
      <ul className="mt-5 divide-y divide-line rounded-md border border-line">
        <Need icon={FolderGit2} title={t('repository')} text={t('repositoryText')} ready={repositories > 0}>
          {repositories > 0 ? t('repositoryReady', { count: repositories }) : t('repositoryMissing')}
        </Need>
        <Need icon={Server} title={t('location')} text={t('locationText')} ready={clusters > 0}>
          {clusters > 0 ? t('locationReady', { clusters, projects }) : t('locationMissing')}
        </Need>
        <Need icon={RefreshCw} title={t('strategy')} text={t('strategyText')} />
      </ul>
      <Can permission="devops.deployments.manage">
        <div className="mt-4">
          {repositories > 0 ? (
            <LinkButton href={createPage(place)} tone="primary" icon={Plus}>
              {t('create')}
            </LinkButton>
          ) : (
            <LinkButton href={repositoriesPage(place)} tone="primary" icon={FolderGit2}>
              {t('import')}
            </LinkButton>
          )}
        </div>
      </Can>
    </div>
  )
}

type NeedProps = { icon: IconType; title: string; text: string; ready?: boolean; children?: string }

function Need({ icon, title, text, ready, children }: NeedProps) {
  return (
    <li className="flex items-center gap-4 px-4 py-3">
      <Icon as={icon} className="size-5 text-fg-3" />
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium">{title}</p>
        <p className="text-xs text-fg-2">{text}</p>
      </div>
      {children === undefined ? null : (
        <p className="flex items-center gap-1.5 text-xs whitespace-nowrap text-fg-2">
          {ready ? <Icon as={Check} className="text-ok" /> : null}
          {children}
        </p>
      )}
    </li>
  )
}
