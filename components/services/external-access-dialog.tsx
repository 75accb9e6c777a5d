'use client'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import type { ProjectPlace } from '#components/shell/paths.ts'
import { RadioCards } from '#components/ui/radio-cards.tsx'
import type { ServiceAccess, ServiceRow } from '#lib/features/services/types.ts'
import { useExternalAccessForm } from './external-access-form.ts'
import { ManagedNotice } from './managed-notice.tsx'
import { NodePortFields } from './node-port-fields.tsx'
import { OpeningAddresses } from './opening-addresses.tsx'

type Props = {
  place: ProjectPlace
  service: ServiceRow
  /** Nodes whose addresses are known. */
  nodes: readonly { host: string; node: string }[]
  onClose: () => void
}

const MODES: readonly ServiceAccess[] = ['none', 'NodePort', 'LoadBalancer']

/** Opens or closes a Service to the outside: mode, ports, the addresses that follow, and what Git will say to it. */
export function ExternalAccessDialog({ place, service, nodes, onClose }: Props) {
  const t = useTranslations('services.edit')
  const { form, portError, setPort } = useExternalAccessForm(place, service, () => {
    toast({ tone: 'success', title: t('saved', { name: service.name }) })
    onClose()
  })
  const { access } = form.values
  const closesNow = access === 'none' && service.externalAddresses.length > 0
  return (
    <FormDialog
      open
      size="decision"
      form={form}
      onClose={onClose}
      title={t('title')}
      subtitle={t('subtitle', { name: service.name, cluster: place.cluster, project: place.project })}
    >
      {access === service.access || service.managedBy === null ? null : (
        <ManagedNotice
          workspace={place.workspace}
          manager={service.managedBy}
          keep={form.values.keep}
          onKeep={(keep) => form.set({ keep })}
        />
      )}
      <RadioCards
        legend={t('mode')}
        required
        value={access}
        onValue={(next) => form.set({ access: next })}
        cards={MODES.map((mode) => ({
          value: mode,
          title: t(`modes.${mode}`),
          description: t(`modeTexts.${mode}`),
          risk: mode === 'none' && closesNow ? t('closes') : undefined,
        }))}
      />
      {access === 'NodePort' ? (
        <NodePortFields
          place={place}
          service={service}
          values={form.values.ports}
          errorOf={portError}
          onPort={setPort}
        />
      ) : null}
      <OpeningAddresses service={service} values={form.values} nodes={nodes} />
    </FormDialog>
  )
}
