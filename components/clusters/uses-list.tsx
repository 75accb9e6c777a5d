'use client'
import { Box, Rocket } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import Link from 'next/link'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { projectPage } from '#components/shell/paths.ts'
import { Icon, type IconType } from '#components/ui/icon.tsx'
import type { ClusterUse } from '#lib/features/clusters/types.ts'
import { deploymentPage } from '../deployments/urls.ts'
import { clusterPartApi } from './urls.ts'

/** Projects and deployments on a cluster, each with the way to it. */
export function ClusterUses({ name }: { name: string }) {
  const t = useTranslations('clusters.uses')
  const { data, error } = useRemote<ClusterUse>('clusters', clusterPartApi(name, 'uses'))
  if (data === undefined)
    return (
      <div className="px-4 py-3">
        {error === null ? (
          <p role="status" className="text-sm text-fg-2">
            {t('reading')}
          </p>
        ) : (
          <FailureNotice failure={error} />
        )}
      </div>
    )
  if (data.projects.length + data.deployments.length === 0)
    return <p className="px-4 py-3 text-sm text-fg-2">{t('none')}</p>
  return (
    <ul className="max-h-80 overflow-y-auto">
      {data.projects.map(({ workspace, name: project }) => (
        <Use
          key={`${workspace}/${project}`}
          icon={Box}
          kind={t('project')}
          name={project}
          href={projectPage(workspace, name, project)}
          place={workspace}
        />
      ))}
      {data.deployments.map(({ workspace, devopsProject, name: deployment, namespace }) => (
        <Use
          key={`${workspace}/${devopsProject}/${deployment}`}
          icon={Rocket}
          kind={t('deployment')}
          name={deployment}
          href={deploymentPage({ workspace, devopsProject }, deployment)}
          place={`${workspace} / ${devopsProject} → ${namespace}`}
        />
      ))}
    </ul>
  )
}

function Use({
  icon,
  kind,
  name,
  href,
  place,
}: {
  icon: IconType
  kind: string
  name: string
  href: string
  place: string
}) {
  return (
    <li className="flex min-h-11 items-center gap-3 border-t border-line px-4 py-2 first:border-t-0">
      <Icon as={icon} className="text-fg-3" />
      <span className="min-w-0 flex-1">
        <Link href={href} className="block truncate text-sm font-semibold hover:text-accent hover:underline">
          {name}
        </Link>
        <span className="block truncate text-xs text-fg-3">{place}</span>
      </span>
      <span className="text-xs text-fg-2">{kind}</span>
    </li>
  )
}
