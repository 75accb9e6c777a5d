'use client'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { WhyText } from '#components/patterns/why-text.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Fact, Facts } from '#components/ui/panel.tsx'
import type { ResourceId } from '#lib/engine/model/resource.ts'
import type { ObjectCondition, ObjectDetail, PodInfo } from '#lib/features/objects/types.ts'
import type { ObjectAccess } from './access.ts'
import { ManagerLink } from './manager-link.tsx'

type Props = { access: ObjectAccess; detail: ObjectDetail; onShow: (id: ResourceId) => void }

/** What state the object is in and why, what made it, and the pods that it made. */
export function StateTab({ access, detail, onShow }: Props) {
  const t = useTranslations('objects.state')
  const { health, healthWhy, managedBy, owners, conditions, pods, replicas } = detail
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <StatusBadge kind="health" status={health} />
        <WhyText why={healthWhy} />
      </div>
      <Facts>
        <Fact label={t('createdAt')}>
          <TimeText at={detail.createdAt} relative="hidden" />
        </Fact>
        {detail.deletingSince === null ? null : (
          <Fact label={t('deletingSince')}>
            <TimeText at={detail.deletingSince} relative="hidden" />
          </Fact>
        )}
        {replicas === null ? null : <Fact label={t('replicas')}>{replicas}</Fact>}
        <Fact label={t('managedBy')}>
          {managedBy === null ? (
            <span className="text-fg-3">{t('noManager')}</span>
          ) : (
            <ManagerLink workspace={access.workspace} manager={managedBy} />
          )}
        </Fact>
      </Facts>
      {owners.length === 0 ? null : <Owners id={detail.id} owners={owners} onShow={onShow} />}
      {conditions.length === 0 ? null : <Conditions conditions={conditions} />}
      {pods.length === 0 ? null : <Pods pods={pods} own={detail.id.kind === 'Pod'} onShow={onShow} />}
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      {children}
    </section>
  )
}

const linkStyle = 'rounded-xs text-left text-accent underline underline-offset-2 anywhere'

/** From the top down to the object. */
function Owners({ id, owners, onShow }: { id: ResourceId; owners: readonly ResourceId[]; onShow: Props['onShow'] }) {
  const t = useTranslations('objects.state')
  return (
    <Section title={t('owners')}>
      <ol className="flex flex-wrap items-center gap-1 text-sm">
        {owners.toReversed().map((owner) => (
          <li key={`${owner.kind}/${owner.name}`} className="flex min-w-0 items-center gap-1">
            <button type="button" className={linkStyle} onClick={() => onShow(owner)}>
              {`${owner.kind} ${owner.name}`}
            </button>
            <Icon as={ChevronRight} className="size-3.5 text-fg-3" />
          </li>
        ))}
        <li className="anywhere">{`${id.kind} ${id.name}`}</li>
      </ol>
    </Section>
  )
}

const cellStyle = 'px-3 py-2 align-top first:pl-0 last:pr-0'

function Conditions({ conditions }: { conditions: readonly ObjectCondition[] }) {
  const t = useTranslations('objects.state')
  return (
    <Section title={t('conditions')}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b border-line text-left text-xs text-fg-2">
            {(['type', 'status', 'why', 'since'] as const).map((column) => (
              <th key={column} scope="col" className={`${cellStyle} font-medium`}>
                {t(`columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {conditions.map(({ type, status, reason, message, at }) => (
            <tr key={type} className="border-b border-line last:border-b-0">
              <th scope="row" className={`${cellStyle} text-left font-medium wrap-anywhere`}>
                {type}
              </th>
              <td className={cellStyle}>{status}</td>
              <td lang="en" className={`${cellStyle} text-xs wrap-anywhere text-fg-2`}>
                {reason === '' ? null : <span className="block font-mono">{reason}</span>}
                {message}
              </td>
              <td className={cellStyle}>
                <TimeText at={at} relative="hidden" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

function Pods({ pods, own, onShow }: { pods: readonly PodInfo[]; own: boolean; onShow: Props['onShow'] }) {
  const t = useTranslations('objects.state')
  return (
    <Section title={own ? t('containers') : t('pods', { count: pods.length })}>
      <ul className="grid">
        {pods.map((pod) => (
          <li key={pod.name} className="border-b border-line py-2 first:pt-0 last:border-b-0">
            {own ? null : (
              <button
                type="button"
                className={`${linkStyle} text-sm`}
                onClick={() =>
                  onShow({ group: '', version: 'v1', kind: 'Pod', namespace: pod.namespace, name: pod.name })
                }
              >
                {pod.name}
              </button>
            )}
            <Containers pod={pod} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Containers({ pod }: { pod: PodInfo }) {
  const t = useTranslations('objects')
  return (
    <ul className="mt-1 grid gap-1">
      {pod.containers.map(({ name, role, state, restarts }) => (
        <li key={`${role}/${name}`} className="flex flex-wrap items-center gap-x-3 text-xs text-fg-2">
          <span className="font-mono text-fg anywhere">{name}</span>
          {role === 'main' ? null : <span>{t(`roles.${role}`)}</span>}
          <span lang="en">{state === '' ? t('state.noState') : state}</span>
          {restarts === 0 ? null : <span className="tnum text-warn">{t('state.restarts', { count: restarts })}</span>}
        </li>
      ))}
    </ul>
  )
}
