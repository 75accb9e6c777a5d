'use client'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { TextDiff } from '#components/patterns/text-diff.tsx'
import { Button } from '#components/ui/button.tsx'
import type { DeploymentYaml } from '#lib/features/deployments/types.ts'
import type { YamlDocument } from './use-yaml-document.ts'

/** Somebody else saved first: what they changed, and the two ways on. Neither overwrites anything unseen. */
export function ConflictNotice({ document, newer }: { document: YamlDocument; newer: DeploymentYaml }) {
  const t = useTranslations('deployments.yaml')
  return (
    <section aria-label={t('theirChange')} className="grid gap-2">
      <Banner
        tone="warn"
        alert
        title={t('newer')}
        actions={
          <>
            <Button size="sm" onClick={document.takeNewer}>
              {t('takeNewer')}
            </Button>
            <Button size="sm" onClick={document.keepMine}>
              {t('keepMine')}
            </Button>
          </>
        }
      >
        {t('newerText')}
      </Banner>
      <TextDiff
        layout="unified"
        before={document.base}
        after={newer.yaml}
        labels={{ before: t('whenOpened'), after: t('savedNow') }}
        className="max-h-[22dvh]"
      />
    </section>
  )
}
