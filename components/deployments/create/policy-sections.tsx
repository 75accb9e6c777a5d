'use client'
import { ArrowRight } from 'lucide-react'
import { Fragment } from 'react'
import { useTranslations } from 'use-intl/react'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { RadioCards } from '#components/ui/radio-cards.tsx'
import type { PrunePropagation } from '#lib/engine/model/spec.ts'
import type { FieldsProps } from './fields.ts'
import { FormSection } from './form-section.tsx'

type Props = Omit<FieldsProps, 'error'>

/** Manual or automatic; what automatic may do on its own is asked only where it applies. */
export function StrategySection({ draft, set }: Props) {
  const t = useTranslations('deployments.create.strategy')
  return (
    <FormSection title={t('title')}>
      <RadioCards
        legend={t('title')}
        legendHidden
        columns={2}
        value={draft.automatic ? 'automatic' : 'manual'}
        onValue={(value) => set({ automatic: value === 'automatic' })}
        cards={[
          { value: 'manual', title: t('manual'), description: t('manualText') },
          { value: 'automatic', title: t('automatic'), description: t('automaticText') },
        ]}
      />
      {draft.automatic ? (
        <div className="mt-3 grid gap-x-6 gap-y-4 rounded-md border border-line bg-sunken p-4 sm:grid-cols-2">
          <OptionCheckbox
            title={t('prune')}
            description={t('pruneText')}
            risk={t('pruneRisk')}
            checked={draft.prune}
            onChecked={(prune) => set({ prune })}
          />
          <OptionCheckbox
            title={t('selfHeal')}
            description={t('selfHealText')}
            risk={t('selfHealRisk')}
            checked={draft.selfHeal}
            onChecked={(selfHeal) => set({ selfHeal })}
          />
        </div>
      ) : null}
    </FormSection>
  )
}

/** The four options of every synchronisation. */
export function SyncOptionsSection({ draft, set }: Props) {
  const t = useTranslations('deployments.create.options')
  return (
    <FormSection title={t('title')}>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        <OptionCheckbox
          title={t('skipSchemaValidation')}
          description={t('skipSchemaValidationText')}
          risk={t('skipSchemaValidationRisk')}
          checked={draft.skipSchemaValidation}
          onChecked={(skipSchemaValidation) => set({ skipSchemaValidation })}
        />
        <OptionCheckbox
          title={t('createNamespace')}
          description={t('createNamespaceText')}
          checked={draft.createNamespace}
          onChecked={(createNamespace) => set({ createNamespace })}
        />
        <OptionCheckbox
          title={t('pruneLast')}
          description={t('pruneLastText')}
          checked={draft.pruneLast}
          onChecked={(pruneLast) => set({ pruneLast })}
        />
        <OptionCheckbox
          title={t('applyOutOfSyncOnly')}
          description={t('applyOutOfSyncOnlyText')}
          checked={draft.applyOutOfSyncOnly}
          onChecked={(applyOutOfSyncOnly) => set({ applyOutOfSyncOnly })}
        />
      </div>
    </FormSection>
  )
}

/** In which order Kubernetes takes dependents away; kinds as they are deleted, first to last. */
const DELETION_ORDER: Record<PrunePropagation, readonly string[]> = {
  foreground: ['Pod', 'ReplicaSet', 'Deployment'],
  background: ['Deployment', 'ReplicaSet', 'Pod'],
  orphan: ['Deployment'],
}

/** How dependents are treated when a resource is deleted (`propagationPolicy` of the Kubernetes API). */
export function DeletionPolicySection({ draft, set }: Props) {
  const t = useTranslations('deployments.create.propagation')
  return (
    <FormSection title={t('title')} lead={t('lead')}>
      <RadioCards
        legend={t('title')}
        legendHidden
        value={draft.prunePropagation}
        onValue={(prunePropagation) => set({ prunePropagation })}
        cards={(['foreground', 'background', 'orphan'] as const).map((value) => ({
          value,
          title: value,
          description: t(`texts.${value}`),
          ...(value === 'orphan' ? { risk: t('orphanRisk') } : {}),
          note: <DeletionOrder kinds={DELETION_ORDER[value]} />,
        }))}
      />
    </FormSection>
  )
}

function DeletionOrder({ kinds }: { kinds: readonly string[] }) {
  return (
    <span className="flex flex-wrap items-center gap-1">
      {kinds.map((kind, index) => (
        <Fragment key={kind}>
          {index === 0 ? null : <Icon as={ArrowRight} className="size-3" />}
          {kind}
        </Fragment>
      ))}
    </span>
  )
}

export function ReplacementSection({ draft, set }: Props) {
  const t = useTranslations('deployments.create.replace')
  return (
    <FormSection title={t('title')}>
      <OptionCheckbox
        title={t('replace')}
        description={t('replaceText')}
        risk={t('replaceRisk')}
        checked={draft.replace}
        onChecked={(replace) => set({ replace })}
      />
    </FormSection>
  )
}
