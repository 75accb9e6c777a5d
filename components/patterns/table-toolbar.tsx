'use client'
import { ChevronDown, Columns3, X } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useTranslations } from 'use-intl/react'
import { Button, IconButton } from '#components/ui/button.tsx'
import { OptionList } from '#components/ui/combobox.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { SearchInput } from '#components/ui/input.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'
import { Popover } from '#components/ui/popover.tsx'
import type { ListState } from './use-list-params.ts'

export type TableFilter = {
  /** Name in the list's shape. */
  id: string
  label: string
  options: readonly { value: string; label: string }[]
  /** Set by something else on the page (summary cards): only its chip stands here. */
  chipOnly?: boolean
}

type Props = {
  list: ListState
  searchLabel?: string | undefined
  filters?: readonly TableFilter[] | undefined
  selection?: { keys: ReadonlySet<string>; onKeys: (keys: ReadonlySet<string>) => void; actions: ReactNode } | undefined
  /** Behind the filters: what can be done with the search itself. */
  aside?: ReactNode
  /** Columns that a person may hide. */
  columns?: readonly { id: string; header: string }[]
  children?: ReactNode
}

/** Search and filters on the left (batch acts while something is selected), the page's own controls on the right. */
export function TableToolbar({ list, searchLabel, filters = [], selection, aside, columns = [], children }: Props) {
  const t = useTranslations('common.list')
  const selected = selection?.keys.size ?? 0
  if (searchLabel === undefined && filters.length === 0 && !selection && !children) return null
  return (
    <div className="flex min-h-14 flex-wrap items-center gap-2 px-4 py-3">
      {selection && selected > 0 ? (
        <>
          <output className="text-sm font-medium">{t('selected', { count: selected })}</output>
          {selection.actions}
          <Button tone="ghost" onClick={() => selection.onKeys(new Set())}>
            {t('deselect')}
          </Button>
        </>
      ) : (
        <>
          {searchLabel === undefined ? null : <ListSearch label={searchLabel} list={list} />}
          {filters
            .filter((filter) => !filter.chipOnly)
            .map((filter) => (
              <FilterMenu key={filter.id} filter={filter} list={list} />
            ))}
          {filters.map((filter) => (
            <FilterChip key={filter.id} filter={filter} list={list} />
          ))}
          {aside}
        </>
      )}
      <div className="ml-auto flex items-center gap-2">
        {columns.length === 0 ? null : <ColumnMenu columns={columns} list={list} />}
        {children}
      </div>
    </div>
  )
}

const TYPING_PAUSE_MS = 250

/** The search box: the URL follows a quarter of a second after the last letter. `/` puts the cursor into it. */
function ListSearch({ label, list }: { label: string; list: ListState }) {
  const inUrl = list.params.search
  const [typed, setTyped] = useState(inUrl)
  const [known, setKnown] = useState(inUrl)
  // The URL was changed by something else (the back button, "clear"): the box follows.
  if (known !== inUrl) {
    setKnown(inUrl)
    setTyped(inUrl)
  }
  const box = useRef<HTMLInputElement>(null)
  useSlashKey(box)
  const { set } = list
  // Waits for a pause in typing (a timer).
  useEffect(() => {
    if (typed === inUrl) return
    const timer = setTimeout(() => set({ search: typed }), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, inUrl, set])
  return (
    <SearchInput
      ref={box}
      label={label}
      placeholder={label}
      maxLength={100}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className="w-72 shrink-0 max-mid:w-60"
    />
  )
}

/** `/` puts the cursor into the search box, unless something is being typed elsewhere or a dialog is open. */
function useSlashKey(box: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (target?.closest('input, textarea, select, [contenteditable], [role=dialog]')) return
      event.preventDefault()
      box.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [box])
}

/** Which columns are shown; the choice stands in the URL like the rest. */
function ColumnMenu({ columns, list }: { columns: readonly { id: string; header: string }[]; list: ListState }) {
  const t = useTranslations('common.list')
  const { hidden } = list.params
  const toggle = (id: string) =>
    list.set({ hidden: hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id] })
  return (
    <Menu trigger={<IconButton icon={Columns3} label={t('columns')} />}>
      {columns.map(({ id, header }) => (
        <MenuChoice key={id} chosen={!hidden.includes(id)} onSelect={() => toggle(id)}>
          {header}
        </MenuChoice>
      ))}
    </Menu>
  )
}

/** Choices up to here are a menu; more of them get a search. */
const LONGEST_MENU = 10

function FilterMenu({ filter, list }: { filter: TableFilter; list: ListState }) {
  const current = list.params.filters[filter.id]
  const choose = (value: string) => list.set({ filters: { [filter.id]: current === value ? undefined : value } })
  const props = { filter, current, onChoose: choose }
  return filter.options.length > LONGEST_MENU ? <LongChoice {...props} /> : <ShortChoice {...props} />
}

type ChoiceProps = { filter: TableFilter; current: string | undefined; onChoose: (value: string) => void }

function ShortChoice({ filter, current, onChoose }: ChoiceProps) {
  return (
    <Menu
      align="start"
      trigger={
        <Button>
          {filter.label}
          <Icon as={ChevronDown} />
        </Button>
      }
    >
      {filter.options.map((option) => (
        <MenuChoice key={option.value} chosen={current === option.value} onSelect={() => onChoose(option.value)}>
          {option.label}
        </MenuChoice>
      ))}
    </Menu>
  )
}

function LongChoice({ filter, current, onChoose }: ChoiceProps) {
  const t = useTranslations('common.list')
  const id = useId()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpen={setOpen}
      label={filter.label}
      className="w-72 max-w-[90vw]"
      trigger={
        <Button>
          {filter.label}
          <Icon as={ChevronDown} />
        </Button>
      }
    >
      <OptionList
        control={{ id, 'aria-describedby': undefined, 'aria-invalid': undefined, 'aria-required': undefined }}
        options={filter.options}
        value={current ?? ''}
        searchLabel={filter.label}
        emptyText={t('noMatch')}
        onTake={(value) => {
          setOpen(false)
          onChoose(value)
        }}
      />
    </Popover>
  )
}

function FilterChip({ filter, list }: { filter: TableFilter; list: ListState }) {
  const t = useTranslations('common.list')
  const value = list.params.filters[filter.id]
  if (value === undefined) return null
  const shown = filter.options.find((option) => option.value === value)?.label ?? value
  return (
    <span className="flex h-8 max-w-80 min-w-0 items-center gap-1 rounded-sm bg-accent-soft pr-1 pl-2.5 text-sm text-accent">
      <span className="truncate" title={shown}>
        {t('filterChip', { label: filter.label, value: shown })}
      </span>
      <button
        type="button"
        aria-label={t('clearFilter', { label: filter.label })}
        onClick={() => list.set({ filters: { [filter.id]: undefined } })}
        className="grid size-6 shrink-0 place-items-center rounded-xs hover:bg-surface"
      >
        <Icon as={X} className="size-3.5" />
      </button>
    </span>
  )
}

/** Removes the search and every filter. */
export function ClearFilters({ list }: { list: ListState }) {
  const t = useTranslations('common.list')
  return <Button onClick={list.clear}>{t('clearAll')}</Button>
}
