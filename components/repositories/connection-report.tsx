'use client'
import { CircleCheck, CircleMinus, CircleX, GitBranch, RotateCw, Tag } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Quotation } from '#components/patterns/failure-notice.tsx'
import { useDuration } from '#components/patterns/time-text.tsx'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import { TEST_STEPS, type ConnectionTest, type GitRefs, type TestStep } from '#lib/features/repositories/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'

type Props = { test: ConnectionTest; host: string; pending: boolean; onRetry: () => void }

/** The connection test as a chain: each step with its time, the first failure explained, and what the repository has. */
export function ConnectionReport({ test, host, pending, onRetry }: Props) {
  const t = useTranslations()
  const duration = useDuration()
  const { ok } = test
  const why = ok ? null : describeWhy({ reason: test.reason ?? 'git_failed', params: { host }, detail: test.detail }, t)
  return (
    <section
      aria-label={t('repositories.test.title')}
      className={cn('overflow-hidden rounded-md border', ok ? 'border-ok-line' : 'border-bad-line')}
    >
      <div role="status" className={cn('flex items-center gap-2 px-3 py-2 text-sm', ok ? 'bg-ok-soft' : 'bg-bad-soft')}>
        <Icon as={ok ? CircleCheck : CircleX} className={ok ? 'text-ok' : 'text-bad'} />
        <p className="min-w-0 flex-1 font-semibold">{why === null ? t('repositories.test.connected') : why.short}</p>
        <span className="tnum text-xs text-fg-2">
          {test.ms < 1000 ? t('repositories.test.ms', { ms: Math.round(test.ms) }) : duration(test.ms)}
        </span>
        <Button size="sm" icon={RotateCw} busy={pending} onClick={onRetry}>
          {t('repositories.test.again')}
        </Button>
      </div>
      <ol className="px-3 py-1.5">
        {TEST_STEPS.map((step) => (
          <StepRow key={step} step={step} host={host} test={test} />
        ))}
      </ol>
      {test.refs === null ? null : <Refs refs={test.refs} />}
      {why === null ? null : (
        <div className="border-t border-bad-line px-3 py-2.5 text-sm">
          <p>{why.text}</p>
          <Quotation text={why.detail} />
        </div>
      )}
    </section>
  )
}

function StepRow({ step, host, test }: { step: TestStep; host: string; test: ConnectionTest }) {
  const t = useTranslations('repositories.test')
  const done = test.steps.find((one) => one.step === step)
  const state = done === undefined ? 'skipped' : done.ok ? 'ok' : 'failed'
  const look = {
    ok: { icon: CircleCheck, tone: 'text-ok' },
    failed: { icon: CircleX, tone: 'text-bad' },
    skipped: { icon: CircleMinus, tone: 'text-fg-3' },
  }[state]
  const fact =
    state === 'ok' && step === 'repository' && test.refs !== null
      ? t('facts.refs', { branch: test.refs.defaultBranch, commit: test.refs.head.slice(0, 7) })
      : state === 'ok'
        ? t(`facts.${step}`, { host })
        : t(`facts.${state}`, { host })
  return (
    <li className="flex h-8 items-center gap-2 text-sm">
      <Icon as={look.icon} className={look.tone} />
      <span
        className={cn(
          'w-28 shrink-0',
          state === 'failed' && 'font-semibold text-bad',
          state === 'skipped' && 'text-fg-3',
        )}
      >
        {t(`steps.${step}`)}
        <span className="sr-only">: {t(`stepStates.${state}`)}</span>
      </span>
      <span className="min-w-0 flex-1 truncate text-xs text-fg-2">{fact}</span>
      {done === undefined ? null : (
        <span className="tnum text-xs text-fg-3">{t('ms', { ms: Math.round(done.ms) })}</span>
      )}
    </li>
  )
}

const MOST_CHIPS = 12

function Refs({ refs }: { refs: GitRefs }) {
  const t = useTranslations('repositories.test')
  const branches = refs.branches.toSorted(
    (a, b) => Number(b.name === refs.defaultBranch) - Number(a.name === refs.defaultBranch),
  )
  const chips = [
    ...branches.map(({ name }) => ({ key: `b ${name}`, name, isDefault: name === refs.defaultBranch })),
    ...refs.tags.map(({ name }) => ({ key: `t ${name}`, name, isDefault: false })),
  ]
  const rest = chips.length - MOST_CHIPS
  return (
    <div className="border-t border-ok-line px-3 py-2.5">
      <p className="flex gap-4 text-xs text-fg-2">
        <span className="flex items-center gap-1.5">
          <Icon as={GitBranch} className="size-3.5" /> {t('branches', { count: refs.branches.length })}
        </span>
        <span className="flex items-center gap-1.5">
          <Icon as={Tag} className="size-3.5" /> {t('tags', { count: refs.tags.length })}
        </span>
      </p>
      <ul className="mt-2 flex flex-wrap gap-1.5">
        {chips.slice(0, MOST_CHIPS).map(({ key, name, isDefault }) => (
          <li
            key={key}
            className={cn(
              'max-w-full truncate rounded-sm border px-1.5 font-mono text-xs leading-5',
              isDefault
                ? 'border-accent-line bg-accent-soft font-semibold text-accent'
                : 'border-line bg-sunken text-fg-2',
            )}
          >
            {name}
          </li>
        ))}
        {rest > 0 ? <li className="text-xs leading-5 text-fg-3">{t('more', { count: rest })}</li> : null}
      </ul>
    </div>
  )
}

/** While a test is under way for the first time. */
export function TestingNow() {
  const t = useTranslations('repositories.test')
  return (
    <p
      role="status"
      className="flex items-center gap-2 rounded-md border border-run-line bg-run-soft px-3 py-2 text-sm"
    >
      <Spinner className="text-run" />
      {t('running')}
    </p>
  )
}
