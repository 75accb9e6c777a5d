'use client'
import { Box, Server } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import type { Destination } from '#lib/features/clusters/types.ts'
import { chooseCluster, destinationOf } from './destinations.ts'
import type { FieldsProps } from './fields.ts'
import { FormSection } from './form-section.tsx'

type Props = FieldsProps & { destinations: readonly Destination[] }

/** Cluster and project; a project that does not exist yet can be named when it is created by the synchronisation. */
export function LocationSection({ draft, set, error, destinations }: Props) {
  const t = useTranslations('deployments.create.location')
  const fields = useTranslations('deployments.fields')
  const status = useTranslations('status.cluster')
  return (
    <FormSection title={t('title')} lead={t('lead')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={fields('cluster')}
          required
          error={error('cluster')}
          hint={<ClusterHint destination={destinationOf(destinations, draft.cluster)} />}
        >
          {(control) => (
            <Combobox
              control={control}
              value={draft.cluster}
              onValue={(cluster) => set(chooseCluster(draft, destinations, cluster))}
              placeholder={t('clusterPlaceholder')}
              searchLabel={t('clusterSearch')}
              emptyText={t('clusterNone')}
              options={destinations.map(({ cluster }) => ({
                value: cluster.name,
                label: cluster.alias === '' ? cluster.name : `${cluster.name} (${cluster.alias})`,
                description: status(cluster.state),
                icon: Server,
              }))}
            />
          )}
        </Field>
        <ProjectField draft={draft} set={set} error={error} destinations={destinations} />
      </div>
    </FormSection>
  )
}

/** What a cluster that is not ready means for a new deployment. */
function ClusterHint({ destination }: { destination: Destination | undefined }) {
  const t = useTranslations('deployments.create.location')
  if (!destination) return t('clusterHint')
  const { state } = destination.cluster
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <StatusBadge kind="cluster" status={state} />
      {state === 'ready' ? null : (
        <span className={state === 'preparing' ? 'text-fg-2' : 'text-warn'}>{t(`note.${state}`)}</span>
      )}
    </span>
  )
}

function ProjectField({ draft, set, error, destinations }: Props) {
  const t = useTranslations('deployments.create.location')
  const fields = useTranslations('deployments.fields')
  const destination = destinationOf(destinations, draft.cluster)
  return (
    <Field
      label={fields('project')}
      required
      error={error('namespace')}
      hint={draft.createNamespace ? t('newProjectHint') : t('projectHint')}
    >
      {(control) => (
        <Combobox
          control={control}
          value={draft.namespace}
          onValue={(namespace) => set({ namespace })}
          placeholder={t('projectPlaceholder')}
          searchLabel={t('projectSearch')}
          emptyText={destination ? t('projectNone') : t('chooseClusterFirst')}
          options={(destination?.projects ?? []).map(({ name, alias }) => ({
            value: name,
            label: alias === '' ? name : `${name} (${alias})`,
            icon: Box,
          }))}
          {...(draft.createNamespace ? { custom: (name: string) => t('newProject', { name }) } : {})}
        />
      )}
    </Field>
  )
}
