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
import { Button } from '#components/ui/button.tsx'
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

/** The person's named searches: a press shows one, the cross forgets it. What is searched for now can be added. */
export function SavedFilters({ place, list, initial }: Props) {
  const t = useTranslations('deployments.savedFilters')
  const { data = initial } = useRemote<SavedFilter[]>('deployments', savedFiltersApi(place), initial)
  const [asking, setAsking] = useState(false)
  const now = filterNow(list)
  const isNew = list.filtered && !data.some(({ filter }) => isSame(filter, now))
  if (data.length === 0 && !isNew) return null
  const show = ({ filter: { search, sort, direction, health, sync, cluster, repository } }: SavedFilter) =>
    list.set({ search, sort, direction, filters: { health, sync, cluster, repository } })
  return (
    <section aria-label={t('label')} className="flex flex-wrap items-center gap-2">
      {data.map((saved) => {
        const current = isSame(saved.filter, now)
        return (
          <FilterChip
            key={saved.id}
            place={place}
            saved={saved}
            current={current}
            onShow={() => (current ? list.clear() : show(saved))}
          />
        )
      })}
      {isNew ? (
        <Button size="sm" tone="ghost" icon={BookmarkPlus} onClick={() => setAsking(true)}>
          {t('save')}
        </Button>
      ) : null}
      {asking ? <SaveDialog place={place} filter={now} onClose={() => setAsking(false)} /> : null}
    </section>
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
