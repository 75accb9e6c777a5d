'use client'
import { ChevronDown, GitBranch, Tag } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { IconButton } from '#components/ui/button.tsx'
import { OptionList, type ComboboxOption } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Input } from '#components/ui/input.tsx'
import { Popover } from '#components/ui/popover.tsx'
import type { GitRefs } from '#lib/features/repositories/types.ts'
import { shortCommit } from '../run-view.ts'
import { commitOf, revisionChoices } from './revisions.ts'

type Props = {
  label: string
  value: string
  onValue: (value: string) => void
  error: string | undefined
  /** Undefined while they are read or when they cannot be read: typing works all the same. */
  refs: GitRefs | undefined
  /** Shown instead of the usual hint, e.g. why the references could not be read. */
  note?: string | undefined
  placeholder?: string
}

/** A branch, tag, version range or commit: typed freely, or taken from the repository's list. */
export function RevisionField({ label, value, onValue, error, refs, note, placeholder }: Props) {
  const t = useTranslations('deployments.revision')
  const [open, setOpen] = useState(false)
  const options = useRevisionOptions(refs)
  const commit = shortCommit(commitOf(refs, value))
  const hint = note ?? (commit === '' ? t('hint') : t('commit', { commit }))
  return (
    <Field label={label} required={placeholder === undefined} error={error} hint={hint}>
      {(control) => (
        <div className="relative">
          <Icon as={GitBranch} className="pointer-events-none absolute top-2 left-2.5 text-fg-3" />
          <Input
            {...control}
            mono
            autoComplete="off"
            maxLength={200}
            className="pr-9 pl-8"
            placeholder={placeholder}
            value={value}
            onChange={(event) => onValue(event.target.value)}
          />
          <Popover
            open={open}
            onOpen={setOpen}
            align="end"
            label={t('list')}
            className="w-96 max-w-[90vw]"
            trigger={
              <IconButton icon={ChevronDown} size="sm" label={t('open')} className="absolute top-0.5 right-0.5" />
            }
          >
            <OptionList
              control={control}
              mono
              options={options}
              value={value}
              searchLabel={t('search')}
              emptyText={refs === undefined ? t('unread') : t('noMatch')}
              custom={(typed) => t('use', { revision: typed })}
              onTake={(revision) => {
                onValue(revision)
                setOpen(false)
              }}
            />
          </Popover>
        </div>
      )}
    </Field>
  )
}

function useRevisionOptions(refs: GitRefs | undefined): ComboboxOption[] {
  const t = useTranslations('deployments.revision')
  return useMemo(
    () =>
      refs === undefined
        ? []
        : revisionChoices(refs).map(({ name, commit, kind, isDefault }) => ({
            value: name,
            label: name,
            description: isDefault ? t('defaultBranch', { commit: shortCommit(commit) }) : shortCommit(commit),
            icon: kind === 'branch' ? GitBranch : Tag,
            group:
              kind === 'branch'
                ? t('branches', { count: refs.branches.length })
                : t('tags', { count: refs.tags.length }),
          })),
    [refs, t],
  )
}
