'use client'
import type { ReactNode } from 'react'
import Link from 'next/link'
import { useTranslations } from 'use-intl/react'
import { deploymentPage } from '#components/deployments/urls.ts'
import { Banner } from '#components/patterns/banner.tsx'
import type { ObjectDetail } from '#lib/features/objects/types.ts'

type Props = { workspace: string; manager: ObjectDetail['managedBy']; act: 'scale' | 'delete' }

/** What a continuous deployment will do to the change of an object that it manages. */
export function ManagedNotice({ workspace, manager, act }: Props) {
  const t = useTranslations('objects.managed')
  if (manager === null) return null
  const { name, devopsProject, direct, selfHeal } = manager
  const link = (chunks: ReactNode) => managerLink(deploymentPage({ workspace, devopsProject }, name), chunks)
  const what = direct ? act : 'child'
  return (
    <Banner tone={direct && selfHeal ? 'warn' : 'info'} title={t.rich('title', { name, link })}>
      {what === 'child' ? t('child') : t(`${what}.${selfHeal ? 'heals' : 'stays'}`)}
    </Banner>
  )
}

const managerLink = (href: string, chunks: ReactNode) => (
  <Link href={href} className="text-accent underline underline-offset-2">
    {chunks}
  </Link>
)
