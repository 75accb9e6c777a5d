'use client'
import { CircleCheck, CircleMinus, KeyRound, Plus, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Disclosure } from '#components/ui/disclosure.tsx'
import { Icon, type IconType } from '#components/ui/icon.tsx'
import { Fact, Panel, PanelHeader } from '#components/ui/panel.tsx'
import { renewWebhook } from '#lib/features/webhooks/actions.ts'
import type { LastDelivery, NewSecret, Outcome, RepositoryWebhook, WebhookState } from '#lib/features/webhooks/types.ts'
import { webhookApi, type DevopsPlace } from '../deployments/urls.ts'
import { RemoveWebhookDialog, RenewWebhookDialog, SecretDialog, SetupHelp } from './webhook-dialogs.tsx'

type Props = {
  place: DevopsPlace
  repository: string
  /** The repository is being deleted: nothing is read. */
  isAway: boolean
}

/** How the Git host tells Ieum of pushes: making the webhook, its address, and whether deliveries arrive. */
export function WebhookPanel({ place, repository, isAway }: Props) {
  const t = useTranslations('repositories.webhook')
  const { data, error } = useRemote<WebhookState>('repositories', isAway ? null : webhookApi(place, repository))
  const [secret, setSecret] = useState<NewSecret | null>(null)
  const [act, setAct] = useState<'renew' | 'remove' | null>(null)
  const create = useAction(renewWebhook, setSecret)
  const webhook = data?.webhook ?? null
  const close = () => setAct(null)
  return (
    <Panel>
      <PanelHeader
        title={t('title')}
        actions={
          webhook !== null ? (
            <>
              <Button size="sm" icon={KeyRound} onClick={() => setAct('renew')}>
                {t('renew.open')}
              </Button>
              <Button size="sm" tone="danger-quiet" icon={Trash2} onClick={() => setAct('remove')}>
                {t('remove.open')}
              </Button>
            </>
          ) : data === undefined ? null : (
            <Button
              size="sm"
              icon={Plus}
              busy={create.pending}
              onClick={() => void create.run({ ...place, name: repository, version: 0 })}
            >
              {t('create')}
            </Button>
          )
        }
      />
      <div className="grid grid-cols-1 gap-4 px-4 py-3">
        <FailureNotice failure={error ?? create.error} />
        {webhook !== null ? (
          <Known webhook={webhook} />
        ) : error !== null ? null : (
          <p className="text-sm text-fg-2">{data === undefined ? t('reading') : t('lead')}</p>
        )}
      </div>
      {act === 'renew' && webhook !== null ? (
        <RenewWebhookDialog {...{ place, repository, webhook }} onClose={close} onSecret={setSecret} />
      ) : null}
      {act === 'remove' && webhook !== null ? (
        <RemoveWebhookDialog {...{ place, repository, webhook }} onClose={close} />
      ) : null}
      {secret === null ? null : <SecretDialog made={secret} onClose={() => setSecret(null)} />}
    </Panel>
  )
}

function Known({ webhook }: { webhook: RepositoryWebhook }) {
  const t = useTranslations('repositories.webhook')
  const { url, secretAt, secretBy, last, refusedAt } = webhook
  return (
    <>
      {refusedAt === null ? null : (
        <Banner tone="warn" title={t('refused')} actions={<TimeText at={refusedAt} />}>
          {t('refusedText')}
        </Banner>
      )}
      <dl className="grid gap-x-6 gap-y-3 nav:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Fact label={t('url')}>
          <span className="flex items-center gap-1">
            <code className="min-w-0 text-xs anywhere">{url}</code>
            <CopyButton text={url} what={t('url')} />
          </span>
        </Fact>
        <Fact label={t('secretMade')}>
          <TimeText at={secretAt} relative="hidden" />
          {secretBy === '' ? null : <span className="ml-2 text-fg-2 anywhere">{secretBy}</span>}
        </Fact>
        <Fact label={t('last')}>{last === null ? t('lastNone') : <Last last={last} />}</Fact>
      </dl>
      <Disclosure title={t('setup.title')}>
        <SetupHelp />
      </Disclosure>
    </>
  )
}

const LOOKS: Record<Outcome, { icon: IconType; tone: string }> = {
  looked: { icon: CircleCheck, tone: 'text-ok' },
  ping: { icon: CircleCheck, tone: 'text-ok' },
  nobody: { icon: CircleMinus, tone: 'text-fg-3' },
  ignored: { icon: CircleMinus, tone: 'text-fg-3' },
}

function Last({ last }: { last: LastDelivery }): ReactNode {
  const t = useTranslations('repositories.webhook')
  const { at, outcome, event, ref, count } = last
  const { icon, tone } = LOOKS[outcome]
  const told = [event, ref].filter((text) => text !== '').join(' · ')
  return (
    <span className="grid gap-0.5">
      <span className="flex flex-wrap items-center gap-x-3">
        <span className="flex items-center gap-1.5">
          <Icon as={icon} className={tone} />
          {t(`outcomes.${outcome}`, { count })}
        </span>
        <TimeText at={at} />
      </span>
      {told === '' ? null : <code className="text-xs text-fg-2 anywhere">{told}</code>}
    </span>
  )
}
