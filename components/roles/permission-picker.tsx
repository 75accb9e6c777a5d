'use client'
import { useId } from 'react'
import { useTranslations } from 'use-intl/react'
import { useCan } from '#components/patterns/can.tsx'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { FieldNote, RequiredMark } from '#components/ui/field.tsx'
import { neededBy, toggle } from '#lib/authz/dependencies.ts'
import type { DevopsPermission } from '#lib/authz/permissions.ts'
import { GROUP_NAMES, PERMISSION_GROUPS } from './permission-groups.ts'

type Props = {
  value: readonly DevopsPermission[]
  onValue: (value: DevopsPermission[]) => void
  error: string | undefined
}

/** The permissions of a role by what they are about. Picking one picks what it needs; what another one needs stays picked. */
export function PermissionPicker({ value, onValue, error }: Props) {
  const t = useTranslations('roles')
  const id = useId()
  return (
    <fieldset className="min-w-0" aria-describedby={id}>
      <legend className="flex items-center gap-1 text-sm font-medium">
        {t('fields.permissions')}
        <RequiredMark required />
      </legend>
      <FieldNote id={id} hint={t('permissionsHint')} error={error} />
      <div className="mt-2 divide-y divide-line rounded-md border border-line">
        {GROUP_NAMES.map((group) => (
          <div key={group} className="grid gap-x-4 gap-y-3 p-3 nav:grid-cols-[120px_1fr]">
            <p className="text-sm font-medium text-fg-2">{t(`groups.${group}`)}</p>
            <div className="grid gap-3">
              {PERMISSION_GROUPS[group].map((permission) => (
                <PermissionOption
                  key={permission}
                  permission={permission}
                  picked={value}
                  onToggle={() => onValue(toggle(permission, value))}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  )
}

type OptionProps = { permission: DevopsPermission; picked: readonly DevopsPermission[]; onToggle: () => void }

function PermissionOption({ permission, picked, onToggle }: OptionProps) {
  const t = useTranslations('roles')
  const isOwn = useCan(permission)
  const needing = neededBy(permission, picked)
  const names = needing.map((one) => t(`permissions.${one}.title`)).join(', ')
  const isPicked = picked.includes(permission)
  const note = !isOwn ? t('notOwn') : isPicked && needing.length > 0 ? t('neededBy', { names }) : undefined
  return (
    <OptionCheckbox
      title={t(`permissions.${permission}.title`)}
      description={
        <>
          {t(`permissions.${permission}.text`)}
          {note === undefined ? null : <span className="block text-fg-3">{note}</span>}
        </>
      }
      checked={isPicked}
      disabled={!isOwn || (isPicked && needing.length > 0)}
      onChecked={onToggle}
    />
  )
}
