'use client'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'
import { Banner } from './banner.tsx'
import { TextDiff } from './text-diff.tsx'

type Props = {
  /** Settings that both changed, to different values. */
  clashes: number
  /** What the form is based on, and what is saved by now; left out while it is read. */
  change?: { before: string; after: string } | undefined
  /** Goes on with their version and what was changed here. */
  onMerge: () => void
  /** Gives up what was changed here. */
  onTake: () => void
}

/** Somebody else was faster: what they changed, and how to go on. */
export function NewerNotice({ clashes, change, onMerge, onTake }: Props) {
  const t = useTranslations('common.twoEditors')
  return (
    <Banner
      tone="warn"
      alert
      title={t('newer')}
      actions={
        <>
          <Button size="sm" onClick={onTake}>
            {t('take')}
          </Button>
          <Button size="sm" tone="primary" onClick={onMerge}>
            {t('merge')}
          </Button>
        </>
      }
    >
      <p>{clashes > 0 ? t('clash', { count: clashes }) : t('noClash')}</p>
      {change === undefined ? null : (
        <TextDiff
          {...change}
          labels={{ before: t('before'), after: t('after') }}
          layout="unified"
          className="mt-2 max-h-64 text-fg"
        />
      )}
    </Banner>
  )
}
