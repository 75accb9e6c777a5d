'use client'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { ListState } from './use-list-params.ts'

type Props = {
  column: { header: string; sort?: string }
  list: ListState
  className?: string
}

/** The head of a column; a sortable one is a button, and says its order to readers. */
export function ColumnHead({ column, list, className }: Props) {
  const { sort, direction } = list.params
  if (column.sort === undefined)
    return (
      <th scope="col" className={cn('whitespace-nowrap', className)}>
        {column.header}
      </th>
    )
  const key = column.sort
  const isCurrent = sort === key
  const ascending = direction === 'asc'
  return (
    <th
      scope="col"
      aria-sort={isCurrent ? (ascending ? 'ascending' : 'descending') : 'none'}
      className={cn('whitespace-nowrap', className)}
    >
      <button
        type="button"
        onClick={() => list.set({ sort: key, direction: isCurrent && ascending ? 'desc' : 'asc' })}
        className={cn('flex h-7 items-center gap-1 rounded-xs hover:text-fg', isCurrent && 'text-fg')}
      >
        {column.header}
        <Icon
          as={isCurrent ? (ascending ? ArrowUp : ArrowDown) : ChevronsUpDown}
          className={cn('size-3.5', !isCurrent && 'text-fg-3')}
        />
      </button>
    </th>
  )
}
