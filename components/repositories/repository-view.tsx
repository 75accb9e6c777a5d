'use client'
import { Pencil, Plus, RotateCw, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState, useTransition, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can, useCan } from '#components/patterns/can.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { callAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { WhyText } from '#components/patterns/why-text.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { PublicError } from '#lib/core/errors.ts'
import { checkRepository } from '#lib/features/repositories/actions.ts'
import { gitHostOf } from '#lib/features/repositories/schema.ts'
import type { ConnectionTest, GitRefs, RepositorySummary } from '#lib/features/repositories/types.ts'
import { credentialPage } from '../credentials/urls.ts'
import { createPage, refsApi, repositoriesPage, repositoryApi, type DevopsPlace } from '../deployments/urls.ts'
import { CheckBadge } from './columns.tsx'
import { ConnectionReport, TestingNow } from './connection-report.tsx'
import { DeleteRepositoryDialog } from './delete-dialog.tsx'
import { EditRepositoryDialog } from './edit-dialog.tsx'
import { RefList } from './refs-panel.tsx'
import { RepositoryUsers } from './users-panel.tsx'
import { WebhookPanel } from './webhook-panel.tsx'

type Props = { place: DevopsPlace; initial: RepositorySummary }

/** One code repository: whether it answers, what it has, and who reads it. */
export function RepositoryView({ place, initial }: Props) {
  const t = useTranslations('repositories')
  const router = useRouter()
  const { name } = initial
  const [isDeleting, setDeleting] = useState(false)
  const [url, known] = isDeleting ? [null, undefined] : [repositoryApi(place, name), initial]
  const { data = initial, error } = useRemote('repositories', url, known)
  const [act, setAct] = useState<'edit' | 'delete' | null>(null)
  if (error?.code === 'NOT_FOUND') return <Gone place={place} name={name} />
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader
        title={name}
        aside={data.alias === '' ? undefined : data.alias}
        description={data.description === '' ? undefined : data.description}
        crumbs={[{ label: t('title'), href: repositoriesPage(place) }, { label: name }]}
        actions={
          <>
            <Can permission="devops.repositories.manage">
              <Button icon={Pencil} onClick={() => setAct('edit')}>
                {t('detail.edit')}
              </Button>
              <Button icon={Trash2} tone="danger-quiet" onClick={() => setAct('delete')}>
                {t('delete.open')}
              </Button>
            </Can>
            <Can permission="devops.deployments.manage">
              <LinkButton href={createPage(place, name)} tone="primary" icon={Plus}>
                {t('detail.create')}
              </LinkButton>
            </Can>
          </>
        }
      />
      <Facts place={place} repository={data} />
      <LastCheck place={place} repository={data} />
      <Titled title={t('detail.users')} count={data.deploymentCount}>
        <RepositoryUsers place={place} repository={name} />
      </Titled>
      <Can permission="devops.repositories.manage">
        <WebhookPanel place={place} repository={name} isAway={isDeleting} />
      </Can>
      <Refs place={place} name={name} isAway={isDeleting || data.check.state === 'failed'} />
      {act === 'edit' ? <EditRepositoryDialog place={place} repository={data} onClose={() => setAct(null)} /> : null}
      {act === 'delete' ? (
        <DeleteRepositoryDialog
          place={place}
          repository={data}
          onClose={() => setAct(null)}
          onDeleting={setDeleting}
          onDeleted={() => router.push(repositoriesPage(place))}
        />
      ) : null}
    </div>
  )
}

function Facts({ place, repository }: { place: DevopsPlace; repository: RepositorySummary }) {
  const t = useTranslations('repositories')
  const { url, provider, credential, createdAt } = repository
  const facts: { label: string; value: ReactNode }[] = [
    { label: t('columns.provider'), value: t(`providers.${provider}`) },
    {
      label: t('detail.credential'),
      value: credential === null ? t('detail.none') : <CredentialLink place={place} name={credential} />,
    },
    { label: t('detail.createdAt'), value: <TimeText at={createdAt} /> },
  ]
  return (
    <Panel>
      <dl className="grid gap-x-6 gap-y-3 px-4 py-3 nav:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))]">
        <div className="min-w-0">
          <dt className="text-xs text-fg-3">{t('fields.url')}</dt>
          <dd className="flex items-center gap-1 text-sm">
            <code className="min-w-0 text-xs anywhere">{url}</code>
            <CopyButton text={url} what={url} />
          </dd>
        </div>
        {facts.map(({ label, value }) => (
          <div key={label} className="min-w-0">
            <dt className="text-xs text-fg-3">{label}</dt>
            <dd className="text-sm">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

function CredentialLink({ place, name }: { place: DevopsPlace; name: string }) {
  const mayView = useCan('devops.credentials.view')
  if (!mayView) return name
  return (
    <Link href={credentialPage(place, name)} className="text-accent anywhere hover:underline">
      {name}
    </Link>
  )
}

type TitledProps = { title: string; count?: number | undefined; aside?: ReactNode; children: ReactNode }

function Titled({ title, count, aside, children }: TitledProps) {
  return (
    <Panel>
      <header className="flex min-h-12 items-center gap-2 border-b border-line px-4">
        <h2 className="text-sm font-semibold">{title}</h2>
        {count === undefined ? null : <span className="tnum text-xs text-fg-2">{count}</span>}
        {aside === undefined ? null : <span className="ml-auto flex items-center gap-3">{aside}</span>}
      </header>
      {children}
    </Panel>
  )
}

/** What the last check found, in words, and a new one step by step. */
function LastCheck({ place, repository }: { place: DevopsPlace; repository: RepositorySummary }) {
  const t = useTranslations('repositories')
  const mayManage = useCan('devops.repositories.manage')
  const [test, setTest] = useState<ConnectionTest | null>(null)
  const [error, setError] = useState<PublicError | null>(null)
  const [pending, startTest] = useTransition()
  const { name, url, check } = repository
  const again = () =>
    startTest(async () => {
      const result = await callAction(checkRepository, { ...place, name })
      setTest(result.ok ? result.data : null)
      setError(result.ok ? null : result.error)
    })
  return (
    <Titled
      title={t('detail.lastCheck')}
      aside={
        <>
          {check.at === null ? null : <TimeText at={check.at} />}
          {mayManage && test === null ? (
            <Button size="sm" icon={RotateCw} busy={pending} onClick={again}>
              {t('test.run')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="grid gap-3 px-4 py-3">
        <FailureNotice failure={error} />
        <div>
          <CheckBadge state={check.state} />
          {check.at === null ? <p className="mt-1 text-sm text-fg-2">{t('detail.never')}</p> : null}
          {check.reason === null ? null : (
            <WhyText
              why={{ reason: check.reason, params: { host: gitHostOf(url) }, detail: check.detail }}
              className="mt-1"
            />
          )}
        </div>
        {pending && test === null ? <TestingNow /> : null}
        {test === null ? null : (
          <ConnectionReport test={test} host={gitHostOf(url)} pending={pending} onRetry={again} />
        )}
      </div>
    </Titled>
  )
}

/** Branches and tags; a host that did not answer the last check is not asked for them. */
function Refs({ place, name, isAway }: { place: DevopsPlace; name: string; isAway: boolean }) {
  const t = useTranslations('repositories.detail')
  const { data, error, refresh, fetching } = useRemote<GitRefs>('git', isAway ? null : refsApi(place, name))
  if (data === undefined)
    return (
      <Titled title={t('branches')}>
        {error === null ? (
          <p role="status" className="px-4 py-3 text-sm text-fg-2">
            {isAway ? t('away') : t('reading')}
          </p>
        ) : (
          <div className="grid justify-items-start gap-3 px-4 py-3">
            <FailureNotice failure={error} />
            <Button size="sm" icon={RotateCw} busy={fetching} onClick={refresh}>
              {t('readAgain')}
            </Button>
          </div>
        )}
      </Titled>
    )
  return (
    <div className="grid items-start gap-4 nav:grid-cols-2">
      {(['branches', 'tags'] as const).map((kind) => (
        <Titled key={kind} title={t(kind)} count={data[kind].length}>
          <RefList refs={data} kind={kind} />
        </Titled>
      ))}
    </div>
  )
}

function Gone({ place, name }: { place: DevopsPlace; name: string }) {
  const t = useTranslations('repositories.detail')
  return (
    <StateView
      headingLevel={1}
      title={t('gone', { name })}
      text={t('goneText')}
      actions={
        <LinkButton href={repositoriesPage(place)} tone="primary">
          {t('back')}
        </LinkButton>
      }
    />
  )
}
