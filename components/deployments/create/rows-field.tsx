'use client'
import { Plus, X } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { FieldNote } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { Row, Rows } from './spec-draft.ts'

export type Column = {
  key: string
  /** Name of the cell; read aloud with the number of its line. */
  label: string
  placeholder?: string
  /** A box instead of a text. */
  isBox?: boolean
}

type Props = {
  legend: string
  hint: ReactNode
  error: string | undefined
  columns: readonly Column[]
  rows: Rows
  onRows: (rows: Rows) => void
  /** Stands before the button that adds a line. */
  children?: ReactNode
}

/** A list that grows line by line. */
export function RowsField({ legend, hint, error, columns, rows, onRows, children }: Props) {
  const t = useTranslations('deployments.create.rows')
  const id = useId()
  const put = (index: number, row: Row) => onRows(rows.map((old, at) => (at === index ? row : old)))
  return (
    <fieldset className="min-w-0" aria-describedby={`${id}-note`}>
      <legend className="text-sm font-medium">{legend}</legend>
      <FieldNote id={`${id}-note`} hint={hint} error={error} />
      <div className="mt-1.5 grid gap-1.5">
        {rows.map((row, index) => (
          // A line has no identity but its place.
          <div key={`${id}-${String(index)}`} className="flex items-center gap-2">
            {columns.map((column) => (
              <Cell
                key={column.key}
                column={column}
                name={`${legend} ${index + 1} ${column.label}`}
                invalid={error !== undefined}
                value={row[column.key] ?? ''}
                onValue={(value) => put(index, { ...row, [column.key]: value })}
              />
            ))}
            <IconButton
              icon={X}
              size="sm"
              label={t('remove', { list: legend, number: index + 1 })}
              onClick={() => onRows(rows.filter((_, at) => at !== index))}
            />
          </div>
        ))}
        <div className="flex flex-wrap items-center gap-1.5">
          {children}
          <Button
            size="sm"
            tone="ghost"
            icon={Plus}
            aria-label={t('addTo', { list: legend })}
            className="-ml-1"
            onClick={() => onRows([...rows, {}])}
          >
            {t('add')}
          </Button>
        </div>
      </div>
    </fieldset>
  )
}

type CellProps = { column: Column; name: string; invalid: boolean; value: string; onValue: (value: string) => void }

function Cell({ column, name, invalid, value, onValue }: CellProps) {
  if (column.isBox)
    return (
      <label className="flex shrink-0 items-center gap-1.5 text-xs text-fg-2">
        <Checkbox
          aria-label={name}
          checked={value === 'true'}
          onChecked={(checked) => onValue(checked ? 'true' : '')}
        />
        {column.label}
      </label>
    )
  return (
    <Input
      mono
      aria-label={name}
      aria-invalid={invalid || undefined}
      placeholder={column.placeholder ?? column.label}
      autoComplete="off"
      className="min-w-0 flex-1"
      value={value}
      onChange={(event) => onValue(event.target.value)}
    />
  )
}
