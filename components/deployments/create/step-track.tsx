import { Check } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import { STEPS, type Step } from './draft.ts'

/** Where in the wizard one is: numbers, names, and what was said in the first step. */
export function StepTrack({ step, name }: { step: Step; name: string }) {
  const t = useTranslations('deployments.create.steps')
  const current = STEPS.indexOf(step)
  return (
    <ol aria-label={t('label')} className="mt-3 flex flex-wrap items-center gap-2.5 text-sm">
      {STEPS.map((key, index) => (
        <li key={key} aria-current={index === current ? 'step' : undefined} className="flex items-center gap-2.5">
          {index === 0 ? null : <span className="h-px w-8 bg-line-strong max-sm:hidden" />}
          <span
            className={cn(
              'tnum grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold',
              index === current && 'bg-accent-fill text-on-accent',
              index < current && 'bg-accent-soft text-accent',
              index > current && 'border border-line-strong text-fg-3',
            )}
          >
            {index < current ? <Icon as={Check} className="size-3.5" /> : index + 1}
          </span>
          <span className={cn('whitespace-nowrap', index === current ? 'font-semibold' : 'text-fg-2')}>{t(key)}</span>
          {index < current ? (
            <>
              <span className="sr-only">({t('done')})</span>
              <span className="max-w-48 truncate text-fg-3 max-sm:hidden">{name}</span>
            </>
          ) : null}
        </li>
      ))}
    </ol>
  )
}
