'use client'
import { Ban, Link2, RotateCw, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Quotation } from '#components/patterns/failure-notice.tsx'
import { PLAN_LOOKS } from '#components/patterns/status-badge.tsx'
import { useClock } from '#components/patterns/time-text.tsx'
import { Badge, toneText } from '#components/ui/badge.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import type { NoticeLevel, PreviewNotice, PreviewObject } from '#lib/engine/model/preview.ts'
import { describeError, describeWhy } from '#lib/i18n/describe.ts'
import { groupObjects, type GroupedObjects, type PreviewGroup } from './preview-view.ts'
import type { DraftPreviewView } from './use-draft-preview.ts'

/** What the draft would do to the cluster; made anew after every change, and what is no longer true is greyed until then. */
export function PreviewPanel({ preview }: { preview: DraftPreviewView }) {
  const t = useTranslations('deployments.create.preview')
  const { state, answer, again } = preview
  const plan = answer?.outcome.state === 'Succeeded' ? answer.outcome.plan : null
  const isOld = state === 'computing' || state === 'waiting'
  return (
    // What scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section
      aria-label={t('title')}
      aria-busy={state === 'computing'}
      tabIndex={0}
      className="min-w-0 rounded-md border border-line bg-surface wide:sticky wide:top-[76px] wide:max-h-[calc(100dvh-170px)] wide:overflow-y-auto"
    >
      <header className="flex min-h-12 items-center gap-2 px-4 py-2">
        <h2 className="text-sm font-semibold">{t('title')}</h2>
        {plan === null ? null : <span className="tnum text-xs text-fg-2">{t('count', { count: plan.count })}</span>}
        <output className="tnum ml-auto flex items-center gap-1.5 text-xs text-fg-3">
          {state === 'computing' ? (
            <>
              <Spinner />
              {t('computing')}
            </>
          ) : answer?.at ? (
            <ComputedAt at={answer.at} />
          ) : null}
        </output>
        <IconButton icon={RotateCw} size="sm" label={t('again')} disabled={state === 'waiting'} onClick={again} />
      </header>
      <Message preview={preview} />
      {plan === null ? null : (
        <>
          <ul>
            {plan.notices.map((notice) => (
              <Notice
                key={`${notice.level} ${notice.why.reason} ${notice.objects[0] ?? notice.why.detail}`}
                notice={notice}
                old={isOld}
              />
            ))}
          </ul>
          {plan.count === 0 ? <Line>{t('none')}</Line> : null}
          {groupObjects(plan.objects).map((group) => (
            <Group key={group.group} {...group} old={isOld} />
          ))}
          {plan.objects.length < plan.count ? (
            <Line>{t('cut', { shown: plan.objects.length, count: plan.count })}</Line>
          ) : null}
        </>
      )}
    </section>
  )
}

function ComputedAt({ at }: { at: string }) {
  const t = useTranslations('deployments.create.preview')
  return t('at', { time: useClock()(new Date(at)) })
}

const Line = ({ children }: { children: string }) => (
  <p className="border-t border-line px-4 py-3 text-sm text-fg-2">{children}</p>
)

/** Why there is no plan: nothing to plan yet, or it could not be made. */
function Message({ preview }: { preview: DraftPreviewView }) {
  const t = useTranslations('deployments.create.preview')
  const words = useTranslations()
  const { state, answer, error } = preview
  if (error !== null) return <Line>{describeError(error, words).text}</Line>
  if (state === 'forgotten') return <Line>{t('forgotten')}</Line>
  if (answer === null) return <Line>{state === 'waiting' ? t('waiting') : t('first')}</Line>
  const { outcome } = answer
  if (outcome.state !== 'Failed') return null
  const notice: PreviewNotice = {
    level: outcome.isBlocked ? 'block' : 'warn',
    why: outcome.why,
    objects: [],
    count: 0,
  }
  return (
    <ul>
      <Notice notice={notice} old={state === 'computing'} />
      {outcome.isBlocked ? null : (
        <li className="border-t border-line px-4 py-3 text-xs text-fg-2">{t('failedNote')}</li>
      )}
    </ul>
  )
}

const LEVELS = {
  block: { icon: Ban, glyph: 'text-bad', tone: 'bad' },
  warn: { icon: TriangleAlert, glyph: 'text-warn', tone: 'warn' },
} as const satisfies Record<NoticeLevel, unknown>

function Notice({ notice, old }: { notice: PreviewNotice; old: boolean }) {
  const t = useTranslations('deployments.create.preview')
  const words = useTranslations()
  const { level, why, objects, count } = notice
  const { short, text, detail } = describeWhy(why, words)
  const { icon, glyph } = LEVELS[level]
  const more = count - objects.length
  return (
    <li className={cn('flex gap-2.5 border-t border-line px-4 py-3', level === 'block' && !old && 'bg-bad-soft')}>
      <Icon as={icon} className={cn('mt-0.5', glyph)} />
      <div className="min-w-0 text-xs text-fg-2">
        <p className="text-sm font-medium text-fg">{t(`levels.${level}`, { what: short })}</p>
        <p className="mt-0.5">{text}</p>
        {count > 1 ? (
          <p className="mt-0.5 anywhere">
            {more > 0 ? t('namesMore', { names: objects.join(', '), more }) : t('names', { names: objects.join(', ') })}
          </p>
        ) : null}
        <Quotation text={detail} />
      </div>
    </li>
  )
}

const lookOf = (group: PreviewGroup) =>
  group === 'refused'
    ? { icon: Ban, tone: 'bad' as const }
    : group === 'adopted'
      ? { icon: Link2, tone: 'mute' as const }
      : PLAN_LOOKS[group]

function Group({ group, objects, old }: GroupedObjects & { old: boolean }) {
  const t = useTranslations('deployments.create.preview.groups')
  const { icon, tone } = lookOf(group)
  return (
    <section aria-label={t(group)}>
      <h3 className="flex h-8 items-center gap-2 border-t border-line bg-sunken px-4 text-xs font-normal text-fg-2">
        <Icon as={icon} className={old ? 'text-fg-3' : toneText[tone]} />
        {t(group)}
        <span className="tnum ml-auto">{objects.length}</span>
      </h3>
      <ul>
        {objects.map((object) => (
          <ObjectRow key={object.key} object={object} old={old} />
        ))}
      </ul>
    </section>
  )
}

function ObjectRow({ object, old }: { object: PreviewObject; old: boolean }) {
  const t = useTranslations('deployments.create.preview')
  const { kind, namespace, name, hook, recreate, differences } = object
  return (
    <li className="flex min-h-8 items-center gap-2 px-4 py-1 text-xs">
      <span className="w-32 shrink-0 truncate text-fg-3" title={kind}>
        {kind}
      </span>
      <code
        title={namespace === '' ? name : `${namespace}/${name}`}
        className={cn('min-w-0 flex-1 truncate', old ? 'text-fg-3' : 'text-fg')}
      >
        {name}
      </code>
      {hook ? <Badge tone="mute">{t('hook')}</Badge> : null}
      {differences > 0 ? (
        <span className="shrink-0 whitespace-nowrap text-fg-2">{t('fields', { count: differences })}</span>
      ) : null}
      {recreate ? <Badge tone="warn">{t('recreate')}</Badge> : null}
      <Mark mark={object.mark} namespace={namespace} />
    </li>
  )
}

/** What stands out about the object: the namespace or the port itself says more than the word for it. */
function Mark({ mark, namespace }: { mark: PreviewObject['mark']; namespace: string }) {
  const words = useTranslations()
  if (mark === null) return null
  const { icon, tone } = LEVELS[mark.level]
  const { short, text } = describeWhy(mark.why, words)
  const { port } = mark.why.params
  const value = mark.why.reason === 'object_elsewhere' ? namespace : port === undefined ? short : String(port)
  return (
    <Badge tone={tone} icon={icon} title={text}>
      <span className="max-w-28 truncate">{value}</span>
    </Badge>
  )
}
