'use client'
import { ShieldCheck, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { Icon, type IconType } from '#components/ui/icon.tsx'
import { deleteDeployment } from '#lib/features/deployments/actions.ts'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import { planDeletion, type DeletionPlan } from '../deletion.ts'
import type { DevopsPlace } from '../urls.ts'
import { GoingList, StayingList } from './deletion-lists.tsx'

type Props = { place: DevopsPlace; detail: DeploymentDetail; onClose: () => void }

const NO_KEYS: ReadonlySet<string> = new Set()

/** Deletes a deployment, by default with everything it created; says exactly what goes and what stays. */
export function DeleteDialog({ place, detail, onClose }: Props) {
  const t = useTranslations('deployments')
  const { name, cluster, namespace, objects } = detail
  const [cascade, setCascade] = useState(true)
  const [chosen, setChosen] = useState(NO_KEYS)
  const plan = planDeletion(objects, cascade, chosen)
  const { run, pending, error } = useAction(deleteDeployment, () => {
    toast({ tone: 'info', title: t('toasts.deleting', { name }) })
    onClose()
  })
  return (
    <ConfirmDelete
      open
      onClose={onClose}
      title={t('dialogs.delete')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      footnote={t('delete.footnote')}
      name={name}
      submitLabel={plan.goes.length === 0 ? t('delete.submit') : t('delete.submitWith', { count: plan.goes.length })}
      pending={pending}
      failure={error}
      onConfirm={(confirmation) => {
        const includeKeys = cascade ? plan.goes.filter(({ isProtected }) => isProtected).map(({ key }) => key) : []
        void run({ ...place, name, confirmation, cascade, includeKeys })
      }}
    >
      {detail.deleting ? (
        <Banner tone="run" title={t('delete.already')}>
          {t('delete.alreadyText')}
        </Banner>
      ) : null}
      {detail.clusterState === 'unreachable' ? (
        <Banner tone="warn" title={t('delete.unreachable')}>
          {t('delete.unreachableText')}
        </Banner>
      ) : null}
      <OptionCheckbox
        className="rounded-md border border-line bg-sunken px-3 py-2.5"
        title={t('delete.cascade')}
        description={t('delete.cascadeText')}
        checked={cascade}
        onChecked={setCascade}
      />
      <Lists
        plan={plan}
        chosen={chosen}
        onChosen={setChosen}
        cascade={cascade}
        propagation={detail.spec.syncPolicy.prunePropagation}
        hookCount={detail.hookCount}
      />
    </ConfirmDelete>
  )
}

type ListsProps = {
  plan: DeletionPlan
  chosen: ReadonlySet<string>
  onChosen: (keys: ReadonlySet<string>) => void
  cascade: boolean
  propagation: string
  /** Objects of hooks that are still there. */
  hookCount: number
}

function Lists({ plan, chosen, onChosen, cascade, propagation, hookCount }: ListsProps) {
  const t = useTranslations('deployments.delete')
  const protectedOnes = plan.stays.some(({ why }) => why === 'protected')
  if (plan.goes.length === 0 && plan.stays.length === 0 && hookCount === 0)
    return <p className="text-sm text-fg-2">{t('nothing')}</p>
  return (
    <>
      {cascade ? (
        <Group tone="bad" icon={Trash2} title={t('goes')} count={plan.goes.length} note={t('policy', { propagation })}>
          <GoingList objects={plan.goes} chosen={chosen} onChosen={onChosen} />
          {hookCount === 0 ? null : <p className="mt-1.5 text-xs text-fg-2">{t('hooks', { count: hookCount })}</p>}
        </Group>
      ) : null}
      {plan.stays.length === 0 ? null : (
        <Group
          tone="ok"
          icon={ShieldCheck}
          title={t('stays')}
          count={plan.stays.length}
          note={protectedOnes ? t('protectedNote') : undefined}
        >
          <StayingList stays={plan.stays} chosen={chosen} onChosen={onChosen} />
        </Group>
      )}
    </>
  )
}

type GroupProps = {
  tone: 'bad' | 'ok'
  icon: IconType
  title: string
  count: number
  note: string | undefined
  children: ReactNode
}

function Group({ tone, icon, title, count, note, children }: GroupProps) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3
        className={
          tone === 'bad'
            ? 'flex items-center gap-1.5 text-sm font-semibold text-bad'
            : 'flex items-center gap-1.5 text-sm font-semibold text-ok'
        }
      >
        <Icon as={icon} />
        {title}
        <span className="tnum">{count}</span>
        {note === undefined ? null : <span className="ml-auto text-xs font-normal text-fg-2">{note}</span>}
      </h3>
      <div className="mt-1.5">{children}</div>
    </section>
  )
}
