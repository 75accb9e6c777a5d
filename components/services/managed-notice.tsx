'use client'
import Link from 'next/link'
import { useId, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { devopsProjectPage } from '#components/shell/paths.ts'
import { Radio } from '#components/ui/radio-cards.tsx'
import type { ServiceRow } from '#lib/features/services/types.ts'

type Props = {
  workspace: string
  manager: NonNullable<ServiceRow['managedBy']>
  keep: boolean
  onKeep: (keep: boolean) => void
}

/** Says what Git will do to the change, and offers the rule that lets it stay. */
export function ManagedNotice({ workspace, manager, keep, onKeep }: Props) {
  const t = useTranslations('services.edit.managed')
  const href = `${devopsProjectPage(workspace, manager.devopsProject)}/deployments/${manager.name}`
  const link = (chunks: ReactNode) => managerLink(href, chunks)
  const title = t.rich('title', { name: manager.name, link })
  if (!manager.declaresType)
    return (
      <Banner tone="info" title={title}>
        {t('open')}
      </Banner>
    )
  return (
    <Banner tone="warn" title={title}>
      <p>{manager.selfHeal ? t('declared') : t('declaredManual')}</p>
      <KeepChoice keep={keep} onKeep={onKeep} />
    </Banner>
  )
}

const managerLink = (href: string, chunks: ReactNode) => (
  <Link href={href} className="text-accent underline underline-offset-2">
    {chunks}
  </Link>
)

function KeepChoice({ keep, onKeep }: Pick<Props, 'keep' | 'onKeep'>) {
  const t = useTranslations('services.edit.managed')
  const name = useId()
  const choices = [
    { value: 'keep', label: t('keep'), chosen: keep },
    { value: 'asIs', label: t('asIs'), chosen: !keep },
  ]
  return (
    <fieldset className="mt-2 grid gap-1.5 text-sm text-fg">
      <legend className="sr-only">{t('legend')}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="flex cursor-pointer items-center gap-2">
          <Radio
            name={name}
            value={choice.value}
            checked={choice.chosen}
            onSelect={() => onKeep(choice.value === 'keep')}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  )
}
