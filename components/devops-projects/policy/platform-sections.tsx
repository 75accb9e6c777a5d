'use client'
import { Plus, TriangleAlert, X } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { FormSection } from '#components/deployments/create/form-section.tsx'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { Banner } from '#components/patterns/banner.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { nameSchema } from '#lib/core/names.ts'
import { riskOf, type ClusterKind, type PolicyView } from '#lib/features/devops-projects/types.ts'
import type { SectionProps } from './destinations-section.tsx'

type Props = SectionProps & {
  place: DevopsPlace
  view: PolicyView
  mayChange: boolean
}
type Kind = { group: string; kind: string }

const kindLabel = ({ group, kind }: Kind): string => (group === '' ? kind : `${kind}.${group}`)

/** What reaches beyond the workspace; only a look, with who may change it, for those who may not. */
export function PlatformSections(props: Props) {
  const t = useTranslations('tenancy.policy')
  const note = props.mayChange ? null : <Banner tone="info" title={t('platformOnly')} className="mb-3" />
  return (
    <>
      <KindsSection {...props} note={note} />
      <ExtraSection {...props} note={note} />
      <FormSection title={t('externalIps')}>
        {note}
        {props.mayChange ? (
          <OptionCheckbox
            title={t('externalIps')}
            description={t('externalIpsText')}
            risk={t('externalIpsRisk')}
            checked={props.draft.externalIps}
            onChecked={(externalIps) => props.onDraft({ ...props.draft, externalIps })}
          />
        ) : (
          <p className="text-sm">{t(props.draft.externalIps ? 'allowed' : 'denied')}</p>
        )}
      </FormSection>
    </>
  )
}

function KindsSection({ draft, onDraft, place, view, mayChange, note }: Props & { note: ReactNode }) {
  const t = useTranslations('tenancy.policy')
  const without = (gone: Kind) => draft.clusterKinds.filter((kind) => kindLabel(kind) !== kindLabel(gone))
  return (
    <FormSection title={t('kinds')} lead={t('kindsText')}>
      {note}
      <Lines empty={t('kindsNone')}>
        {draft.clusterKinds.map((kind) => {
          const risk = riskOf(kind)
          return (
            <Line
              key={kindLabel(kind)}
              name={kind.kind === '*' ? t('any') : kindLabel(kind)}
              risk={risk === null ? undefined : t(`risks.${risk}`)}
              onRemove={mayChange ? () => onDraft({ ...draft, clusterKinds: without(kind) }) : undefined}
            />
          )
        })}
      </Lines>
      {mayChange && view.places[0] ? (
        <KindPicker
          place={place}
          cluster={view.places[0].cluster}
          taken={draft.clusterKinds}
          onTake={(kind) => onDraft({ ...draft, clusterKinds: [...draft.clusterKinds, kind] })}
        />
      ) : null}
    </FormSection>
  )
}

type PickerProps = { place: DevopsPlace; cluster: string; taken: readonly Kind[]; onTake: (kind: Kind) => void }

/** The kinds that the cluster offers, dangerous ones with the reason. */
function KindPicker({ place, cluster, taken, onTake }: PickerProps) {
  const t = useTranslations('tenancy.policy')
  const { workspace, devopsProject } = place
  const query = new URLSearchParams({ cluster }).toString()
  const { data } = useRemote<ClusterKind[]>('clusters', `/api/w/${workspace}/d/${devopsProject}/cluster-kinds?${query}`)
  const free = (data ?? []).filter((kind) => !taken.some((other) => kindLabel(other) === kindLabel(kind)))
  return (
    <Field label={t('addKind')} hint={t('kindsOf', { cluster })} className="mt-3 max-w-[480px]">
      {(control) => (
        <Combobox
          control={control}
          mono
          value=""
          placeholder={t('addKind')}
          searchLabel={t('kindsSearch')}
          emptyText={t('kindsNone')}
          onValue={(value) => {
            const found = free.find((kind) => kindLabel(kind) === value)
            if (found) onTake({ group: found.group, kind: found.kind })
          }}
          options={free.map((kind) => ({
            value: kindLabel(kind),
            label: kindLabel(kind),
            description: kind.risk === null ? undefined : t(`risks.${kind.risk}`),
            icon: kind.risk === null ? undefined : TriangleAlert,
          }))}
        />
      )}
    </Field>
  )
}

function ExtraSection({ draft, onDraft, view, mayChange, note }: Props & { note: ReactNode }) {
  const t = useTranslations('tenancy.policy')
  return (
    <FormSection title={t('extra')} lead={t('extraText')}>
      {note}
      <Lines empty={t('extraNone')}>
        {draft.extraNamespaces.map((extra) => (
          <Line
            key={`${extra.cluster}/${extra.namespace}`}
            name={`${extra.cluster} / ${extra.namespace}`}
            onRemove={
              mayChange
                ? () => onDraft({ ...draft, extraNamespaces: draft.extraNamespaces.filter((one) => one !== extra) })
                : undefined
            }
          />
        ))}
      </Lines>
      {mayChange ? (
        <ExtraAdder
          clusters={view.places.map(({ cluster }) => cluster)}
          onAdd={(extra) => onDraft({ ...draft, extraNamespaces: [...draft.extraNamespaces, extra] })}
        />
      ) : null}
    </FormSection>
  )
}

type Extra = { cluster: string; namespace: string }

function ExtraAdder({ clusters, onAdd }: { clusters: readonly string[]; onAdd: (extra: Extra) => void }) {
  const t = useTranslations('tenancy')
  const [cluster, setCluster] = useState(clusters[0] ?? '')
  const [namespace, setNamespace] = useState('')
  const isName = nameSchema.safeParse(namespace).success && cluster !== ''
  return (
    <div className="mt-3 flex flex-wrap items-end gap-2">
      <Field label={t('fields.cluster')} className="w-48">
        {(control) => (
          <Select
            {...control}
            value={cluster}
            onValue={setCluster}
            options={clusters.map((name) => ({ value: name, label: name }))}
          />
        )}
      </Field>
      <Field label={t('fields.namespace')} className="w-64">
        {(control) => (
          <Input
            {...control}
            mono
            maxLength={63}
            value={namespace}
            onChange={(event) => setNamespace(event.target.value)}
          />
        )}
      </Field>
      <Button
        icon={Plus}
        blocked={!isName}
        onClick={() => {
          onAdd({ cluster, namespace: namespace.trim() })
          setNamespace('')
        }}
      >
        {t('policy.addExtra')}
      </Button>
    </div>
  )
}

function Lines({ empty, children }: { empty: string; children: ReactNode[] }) {
  if (children.length === 0) return <p className="text-sm text-fg-2">{empty}</p>
  return <ul className="rounded-md border border-line">{children}</ul>
}

type LineProps = { name: string; risk?: string | undefined; onRemove: (() => void) | undefined }

function Line({ name, risk, onRemove }: LineProps) {
  const t = useTranslations('tenancy.policy')
  const id = useId()
  return (
    <li className="flex min-h-10 items-center gap-3 border-t border-line px-3 py-1.5 first:border-t-0">
      <span id={id} className="min-w-0 flex-1">
        <code className="text-sm anywhere">{name}</code>
        {risk === undefined ? null : (
          <span className="mt-0.5 flex items-center gap-1.5 text-xs text-warn">
            <Icon as={TriangleAlert} className="size-3.5" />
            {risk}
          </span>
        )}
      </span>
      {onRemove === undefined ? null : (
        <IconButton icon={X} size="sm" label={t('remove', { name })} onClick={onRemove} />
      )}
    </li>
  )
}
