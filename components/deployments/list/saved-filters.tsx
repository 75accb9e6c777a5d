'use client'
import { Bookmark, BookmarkPlus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useForm } from '#components/patterns/use-form.ts'
import type { ListState } from '#components/patterns/use-list-params.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { IconButton } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import { forgetFilter, saveFilter } from '#lib/features/deployments/actions.ts'
import { savedFilterSchema, saveFilterSchema } from '#lib/features/deployments/schema.ts'
import type { ListFilter, SavedFilter } from '#lib/features/deployments/types.ts'
import { describeError } from '#lib/i18n/describe.ts'
import { savedFiltersApi, type DevopsPlace } from '../urls.ts'

/** What the list shows now, as it would be saved; what the URL cannot say is not in it. */
function filterNow({ params: { search, sort, direction, filters } }: ListState): ListFilter {
  return savedFilterSchema.parse({ search, sort, direction, ...filters })
}

const isSame = (a: ListFilter, b: ListFilter): boolean =>
  (['search', 'health', 'sync', 'cluster', 'repository', 'sort', 'direction'] as const).every(
    (key) => a[key] === b[key],
  )

type Props = { place: DevopsPlace; list: ListState; initial: SavedFilter[] }

const useSaved = (place: DevopsPlace, initial: SavedFilter[]): SavedFilter[] =>
  useRemote<SavedFilter[]>('deployments', savedFiltersApi(place), initial).data ?? initial

/** The person's named searches: a press shows one, a second press shows everything, the cross forgets it. */
export function SavedFilters({ place, list, initial }: Props) {
  const t = useTranslations('deployments.savedFilters')
  const saved = useSaved(place, initial)
  const now = filterNow(list)
  if (saved.length === 0) return null
  const show = ({ filter: { search, sort, direction, health, sync, cluster, repository } }: SavedFilter) =>
    list.set({ search, sort, direction, filters: { health, sync, cluster, repository } })
  return (
    <section aria-label={t('label')} className="flex flex-wrap items-center gap-2">
      {saved.map((one) => {
        const current = isSame(one.filter, now)
        return (
          <FilterChip
            key={one.id}
            place={place}
            saved={one}
            current={current}
            onShow={() => (current ? list.clear() : show(one))}
          />
        )
      })}
    </section>
  )
}

/** Keeps what is searched for now, unless it is kept already. */
export function SaveFilter({ place, list, initial }: Props) {
  const t = useTranslations('deployments.savedFilters')
  const saved = useSaved(place, initial)
  const [asking, setAsking] = useState(false)
  const now = filterNow(list)
  if (!asking && (!list.filtered || saved.some(({ filter }) => isSame(filter, now)))) return null
  return (
    <>
      <IconButton icon={BookmarkPlus} label={t('save')} onClick={() => setAsking(true)} />
      {asking ? <SaveDialog place={place} filter={now} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

type ChipProps = { place: DevopsPlace; saved: SavedFilter; current: boolean; onShow: () => void }

function FilterChip({ place, saved: { id, name }, current, onShow }: ChipProps) {
  const t = useTranslations()
  const { run, pending } = useAction(forgetFilter)
  const forget = () =>
    void run({ ...place, id }).then((result) =>
      result.ok ? null : toast({ tone: 'failure', ...describeError(result.error, t) }),
    )
  return (
    <span
      className={cn(
        'flex h-7 max-w-72 min-w-0 items-center rounded-sm border text-xs',
        current ? 'border-accent bg-accent-soft text-accent' : 'border-line-strong bg-surface',
      )}
    >
      <button
        type="button"
        aria-pressed={current}
        onClick={onShow}
        className="flex h-full min-w-0 items-center gap-1.5 rounded-sm pr-1 pl-2 hover:text-accent"
      >
        <Icon as={Bookmark} className="size-3.5" />
        <span className="truncate">{name}</span>
      </button>
      <button
        type="button"
        aria-label={t('deployments.savedFilters.forget', { name })}
        aria-disabled={pending || undefined}
        onClick={pending ? undefined : forget}
        className="grid size-6 shrink-0 place-items-center rounded-xs text-fg-3 hover:bg-hover hover:text-fg"
      >
        <Icon as={X} className="size-3.5" />
      </button>
    </span>
  )
}

function SaveDialog({ place, filter, onClose }: { place: DevopsPlace; filter: ListFilter; onClose: () => void }) {
  const t = useTranslations('deployments.savedFilters')
  const form = useForm({
    initial: { name: '' },
    schema: saveFilterSchema,
    toInput: ({ name }) => ({ ...place, name, filter: savedFilterSchema.parse(filter) }),
    action: saveFilter,
    onSuccess: onClose,
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      form={form}
      title={t('save')}
      subtitle={t('subtitle')}
      submitLabel={t('submit')}
      submitIcon={BookmarkPlus}
    >
      <TextField label={t('name')} hint={t('nameHint')} required maxLength={40} field={form.field('name')} />
    </FormDialog>
  )
}
