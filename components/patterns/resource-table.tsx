'use client'
import { EllipsisVertical } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { IconButton } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { cn } from '#components/ui/cn.ts'
import { Menu } from '#components/ui/menu.tsx'
import { LoadingRows, StateView } from '#components/ui/states.tsx'
import type { PublicError } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import { FailureNotice } from './failure-notice.tsx'
import { FailureView } from './failure-view.tsx'
import { ClearFilters, TableToolbar, type TableFilter } from './table-toolbar.tsx'
import { ColumnHead } from './table-head.tsx'
import { TablePager } from './table-pager.tsx'
import type { ListState } from './use-list-params.ts'

export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Key of the list's shape; a column without it is not sortable. */
  sort?: string
  /** Width on wide screens, as a utility ("w-[22%]"); one column without it takes the rest. */
  width?: string
  /** Dropped below this width; never the name or a status. */
  hideBelow?: 'nav' | 'mid' | 'wide'
  /** The cell names the row for screen readers. */
  isName?: boolean
}

export type Selection = {
  keys: ReadonlySet<string>
  onKeys: (keys: ReadonlySet<string>) => void
  /** Keys of this page's rows that nothing can be done with; they have no box. */
  without?: ReadonlySet<string>
  /** Batch acts, in the toolbar while something is selected. */
  actions: ReactNode
}

export type ResourceTableProps<Row> = {
  /** What the rows are: "서비스". */
  label: string
  columns: readonly Column<Row>[]
  /** Undefined while the first answer is awaited. */
  page: Page<Row> | undefined
  rowKey: (row: Row) => string
  /** How the row is called in "… 더 보기" and "… 선택". */
  rowName: (row: Row) => string
  list: ListState
  searchLabel?: string | undefined
  filters?: readonly TableFilter[] | undefined
  /** Behind the filters: what can be done with the search itself. */
  filterAside?: ReactNode
  /** Right end of the toolbar: live sign, refresh, the page's primary button. */
  toolbar?: ReactNode
  /** Items of the row's menu; null where nothing may be done with the row. */
  rowMenu?: ((row: Row) => ReactNode) | undefined
  selection?: Selection | undefined
  /** The last read failed. With rows of before they stay and the failure stands above them. */
  failure?: PublicError | null | undefined
  onRetry?: (() => void) | undefined
  fetching?: boolean
  /** There is nothing at all (no search, no filter). */
  empty: ReactNode
  /** Rows of 56 px, for cells with two lines of addresses. */
  tall?: boolean
  /** Statuses may be out of date. */
  dimmed?: boolean
}

/** The one table of the console: search, filters, order and page live in the URL; loading, empty and failed states are its own. */
export function ResourceTable<Row>(props: ResourceTableProps<Row>) {
  const { page, list, failure, empty, searchLabel, filters, toolbar, selection } = props
  if (page !== undefined && page.total === 0 && !list.filtered && !failure)
    return <div className="min-w-0 rounded-md border border-line bg-surface">{empty}</div>
  return (
    <section aria-label={props.label} className="min-w-0 rounded-md border border-line bg-surface">
      <TableToolbar
        list={list}
        searchLabel={searchLabel}
        filters={filters}
        selection={selection}
        aside={props.filterAside}
        columns={props.columns.filter(({ id }) => list.hideable.includes(id))}
      >
        {toolbar}
      </TableToolbar>
      <TableBody {...props} columns={props.columns.filter(({ id }) => !list.params.hidden.includes(id))} />
      {page !== undefined && page.total > 0 ? <TablePager page={page} list={list} /> : null}
    </section>
  )
}

function TableBody<Row>(props: ResourceTableProps<Row>) {
  const t = useTranslations('common.list')
  const { page, failure, onRetry, fetching = false, list } = props
  if (failure && (page === undefined || page.items.length === 0))
    return (
      <div className="border-t border-line">
        <FailureView failure={failure} title={t('failed')} onRetry={onRetry} retrying={fetching} />
      </div>
    )
  if (page === undefined) return <LoadingRows label={t('loading')} />
  if (page.items.length === 0)
    return (
      <div className="border-t border-line">
        <StateView size="panel" title={t('noMatch')} text={t('noMatchText')} actions={<ClearFilters list={list} />} />
      </div>
    )
  return (
    <>
      {failure ? (
        <div className="px-4 pb-3">
          <FailureNotice failure={failure} title={t('outdated')} />
        </div>
      ) : null}
      <Rows {...props} rows={page.items} />
    </>
  )
}

const HIDE = { nav: 'max-nav:hidden', mid: 'max-mid:hidden', wide: 'max-wide:hidden' } as const

/** Classes that a column's head and cells share. */
const columnClass = <Row,>(column: Column<Row>): string =>
  cn('px-3 first:pl-4', column.hideBelow && HIDE[column.hideBelow])

/** The selection with all rows of this page, or without them; what is selected on other pages stays. */
function withPage(selected: ReadonlySet<string>, page: readonly string[], checked: boolean): ReadonlySet<string> {
  const others = [...selected].filter((key) => !page.includes(key))
  return new Set(checked ? [...others, ...page] : others)
}

const REACHABLE = 'a[href], button:not(:disabled), input:not(:disabled)'

/** Which row an arrow leads to; undefined for other keys and beyond the ends. */
function rowAfter(key: string, rows: readonly Element[], current: number): Element | undefined {
  const steps: Record<string, number> = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: rows.length - 1 }
  const next = steps[key]
  return next === undefined || (current < 0 && key !== 'ArrowDown') ? undefined : rows[next]
}

/**
 * Up, down, Home and End go from row to row and stay in their column; the space bar on a name selects its row. A control that needs the
 * key itself (a menu's button) keeps it.
 */
function moveByKey(event: KeyboardEvent<HTMLElement>): void {
  const { key, target, currentTarget } = event
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement))
    return
  const rows = [...currentTarget.querySelectorAll('tbody tr')]
  const row = target.closest('tbody tr')
  if (key === ' ' && target instanceof HTMLAnchorElement) {
    event.preventDefault()
    row?.querySelector<HTMLElement>('input[type=checkbox]')?.click()
    return
  }
  if (row === null && target !== currentTarget) return
  const next = rowAfter(key, rows, row === null ? -1 : rows.indexOf(row))
  if (next === undefined) return
  event.preventDefault()
  const place = row === null ? 0 : [...row.querySelectorAll(REACHABLE)].indexOf(target)
  const controls = next.querySelectorAll<HTMLElement>(REACHABLE)
  ;(controls[place] ?? controls[0])?.focus()
}

function Rows<Row>({ rows, ...props }: ResourceTableProps<Row> & { rows: readonly Row[] }) {
  const t = useTranslations('common.list')
  const { label, columns, rowKey, list, selection, rowMenu, fetching } = props
  const keys = rows.map(rowKey).filter((key) => !selection?.without?.has(key))
  const chosen = keys.filter((key) => selection?.keys.has(key)).length
  return (
    // `relative`: what is only read out is placed by it, and must not widen the page.
    // A box that scrolls must be reachable by keyboard (WCAG 2.1.1); the keys only move between the controls inside.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions
    <section
      className="relative overflow-x-auto"
      aria-label={t('region', { label })}
      tabIndex={0}
      onKeyDown={moveByKey}
    >
      <table className="w-full min-w-[560px] table-fixed border-collapse" aria-busy={fetching || undefined}>
        <thead>
          <tr className="h-9 border-y border-line bg-sunken text-xs text-fg-2">
            {selection ? (
              <th scope="col" className="w-10 pl-4">
                <Checkbox
                  aria-label={t('selectAll')}
                  checked={chosen === keys.length && chosen > 0}
                  indeterminate={chosen > 0 && chosen < keys.length}
                  onChecked={(checked) => selection.onKeys(withPage(selection.keys, keys, checked))}
                />
              </th>
            ) : null}
            {columns.map((column) => (
              <ColumnHead
                key={column.id}
                column={column}
                list={list}
                className={cn(columnClass(column), column.width)}
              />
            ))}
            {rowMenu ? (
              <th scope="col" className="w-14">
                <span className="sr-only">{t('actions')}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={rowKey(row)} {...props} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function TableRow<Row>({ row, ...props }: ResourceTableProps<Row> & { row: Row }) {
  const t = useTranslations('common.list')
  const { columns, rowKey, rowName, selection, rowMenu, tall, dimmed } = props
  const key = rowKey(row)
  const name = rowName(row)
  const selected = selection?.keys.has(key) ?? false
  const menu = rowMenu?.(row)
  return (
    <tr
      className={cn(
        'border-b border-line last:border-b-0 hover:bg-hover has-data-[state=open]:bg-hover',
        tall ? 'h-14' : 'h-11',
        selected && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      {selection ? (
        <td className="w-10 pl-4">
          {selection.without?.has(key) ? null : (
            <Checkbox
              aria-label={t('selectRow', { name })}
              checked={selected}
              onChecked={(checked) => {
                const next = new Set(selection.keys)
                if (checked) next.add(key)
                else next.delete(key)
                selection.onKeys(next)
              }}
            />
          )}
        </td>
      ) : null}
      {columns.map((column) => {
        const className = cn(columnClass(column), 'py-1', dimmed && !column.isName && 'opacity-60')
        return column.isName ? (
          <th key={column.id} scope="row" className={cn(className, 'font-normal')}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.id} className={className}>
            {column.cell(row)}
          </td>
        )
      })}
      {rowMenu ? (
        <td className="w-14 pr-3 text-right">
          {menu === null || menu === undefined ? null : (
            <Menu trigger={<IconButton icon={EllipsisVertical} label={t('rowMenu', { name })} />}>{menu}</Menu>
          )}
        </td>
      ) : null}
    </tr>
  )
}
