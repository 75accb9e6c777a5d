'use client'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import type { z } from 'zod'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useForm, type Form } from '#components/patterns/use-form.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Field } from '#components/ui/field.tsx'
import { RadioCards } from '#components/ui/radio-cards.tsx'
import { Select } from '#components/ui/select.tsx'
import { PLATFORM_ROLES, SCOPED_ROLES, WORKSPACE_ROLES, type ScopedRole, type WorkspaceRole } from '#lib/authz/actor.ts'
import { addGroupMapping, removeGroupMapping } from '#lib/features/single-sign-on/actions.ts'
import { addMappingSchema } from '#lib/features/single-sign-on/schema.ts'
import type { Mapping, MappingTarget, Place, ProviderRow } from '#lib/features/single-sign-on/types.ts'

type Kind = MappingTarget['kind']
type Values = { group: string; kind: Kind; workspace: string; devopsProject: string; role: string }

type GivenTarget = z.input<typeof addMappingSchema>['target']

const KINDS: readonly Kind[] = ['platform', 'workspace', 'devops']
/** Everybody has the lowest platform role already. */
const GIVEN_PLATFORM_ROLES = PLATFORM_ROLES.filter((role) => role !== 'platform_regular')
const ROLES: Record<Kind, readonly string[]> = {
  platform: GIVEN_PLATFORM_ROLES,
  workspace: WORKSPACE_ROLES,
  devops: SCOPED_ROLES,
}

/** A target in words. */
export function useMappingWords(): { place(target: MappingTarget): string; role(target: MappingTarget): string } {
  const t = useTranslations('singleSignOn.mappings')
  const platform = useTranslations('shell.user.roles')
  const scoped = useTranslations('tenancy.roles')
  return {
    place: (target) => {
      if (target.kind === 'platform') return t('platform')
      return target.kind === 'workspace' ? target.workspace : t('devopsPlace', target)
    },
    role: ({ kind, role }) => (kind === 'platform' ? platform(role) : scoped(role)),
  }
}

type Props = { provider: ProviderRow; onClose: () => void }

/** Gives a group a role in one place. */
export function AddMappingDialog({ provider, onClose }: Props) {
  const t = useTranslations('singleSignOn.mappings')
  const places = useRemote<Place[]>('single-sign-on', '/api/platform/single-sign-on/places')
  const initial: Values = { group: '', kind: 'workspace', workspace: '', devopsProject: '', role: 'regular' }
  const form = useForm({
    initial,
    schema: addMappingSchema,
    toInput: ({ group, ...rest }) => ({ provider: provider.name, group, target: targetOf(rest) }),
    action: addGroupMapping,
    onSuccess: () => {
      toast({ tone: 'success', title: t('added', { group: form.values.group.trim() }) })
      onClose()
    },
  })
  return (
    <FormDialog
      open
      size="form"
      onClose={onClose}
      form={form}
      title={t('addTitle')}
      subtitle={provider.displayName}
      submitLabel={t('add')}
    >
      <FailureNotice failure={places.error} />
      <TextField
        label={t('group')}
        hint={t('groupHint')}
        required
        mono
        maxLength={256}
        field={form.field('group')}
        autoFocus
      />
      <RadioCards
        legend={t('kind')}
        columns={3}
        value={form.values.kind}
        onValue={(kind) => form.set({ kind, role: ROLES[kind].at(-1) ?? '' })}
        cards={KINDS.map((kind) => ({ value: kind, title: t(`kinds.${kind}`) }))}
      />
      <PlaceFields form={form} places={places.data ?? []} />
      <RoleField form={form} />
    </FormDialog>
  )
}

/** The parts of the chosen kind only; the schema judges them. */
function targetOf({ kind, workspace, devopsProject, role }: Omit<Values, 'group'>): GivenTarget {
  if (kind === 'platform') return { kind, role: role as (typeof GIVEN_PLATFORM_ROLES)[number] }
  if (kind === 'workspace') return { kind, workspace, role: role as WorkspaceRole }
  return { kind, workspace, devopsProject, role: role as ScopedRole }
}

function PlaceFields({ form, places }: { form: Form<Values>; places: readonly Place[] }) {
  const t = useTranslations('singleSignOn.mappings')
  const { kind, workspace } = form.values
  if (kind === 'platform') return null
  const projects = places.find((place) => place.workspace === workspace)?.devopsProjects ?? []
  const choice = (value: string) => ({ value, label: value })
  return (
    <>
      <Field label={t('workspace')} required error={form.errorAt('target.workspace')}>
        {(control) => (
          <Select
            {...control}
            value={workspace}
            placeholder={t('choose')}
            options={places.map((place) => choice(place.workspace))}
            onValue={(value) => form.set({ workspace: value, devopsProject: '' })}
          />
        )}
      </Field>
      {kind === 'workspace' ? null : (
        <Field label={t('devopsProject')} required error={form.errorAt('target.devopsProject')}>
          {(control) => (
            <Select
              {...control}
              value={form.values.devopsProject}
              placeholder={t('choose')}
              options={projects.map(choice)}
              onValue={(devopsProject) => form.set({ devopsProject })}
            />
          )}
        </Field>
      )}
    </>
  )
}

function RoleField({ form }: { form: Form<Values> }) {
  const t = useTranslations('singleSignOn.mappings')
  const words = useMappingWords()
  const { kind, role } = form.values
  return (
    <Field label={t('role')} required error={form.errorAt('target.role')}>
      {(control) => (
        <Select
          {...control}
          value={role}
          options={ROLES[kind].map((value) => ({
            value,
            label: words.role(targetOf({ ...form.values, role: value })),
          }))}
          onValue={(value) => form.set({ role: value })}
        />
      )}
    </Field>
  )
}

/** Takes a group's role away; says when it bites. */
export function RemoveMappingDialog({ provider, mapping, onClose }: Props & { mapping: Mapping }) {
  const t = useTranslations('singleSignOn.mappings')
  const { group, id } = mapping
  const { run, pending, error } = useAction(removeGroupMapping, () => {
    toast({ tone: 'success', title: t('removed', { group }) })
    onClose()
  })
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('removeTitle')}
      subtitle={provider.displayName}
      submitLabel={t('removeSubmit')}
      submitIcon={Trash2}
      tone="danger"
      pending={pending}
      failure={error}
      onConfirm={() => void run({ provider: provider.name, id })}
    >
      <p>{t('removeText', { group })}</p>
    </ConfirmDialog>
  )
}
