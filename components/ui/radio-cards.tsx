'use client'
import { useId, type ReactNode } from 'react'
import { cn } from './cn.ts'
import { RequiredMark } from './field.tsx'

export type RadioCard<Value extends string> = {
  value: Value
  title: ReactNode
  description?: ReactNode
  risk?: ReactNode
  /** A last line under the description, e.g. an example. */
  note?: ReactNode
}

export type RadioCardsProps<Value extends string> = {
  legend: ReactNode
  /** Hides the legend from sight where a heading above already says it. */
  legendHidden?: boolean
  required?: boolean
  cards: readonly RadioCard<Value>[]
  value: Value
  onValue: (value: Value) => void
  columns?: 2 | 3
}

/** One choice of a few, each with a line of what it means. Arrow keys move between the cards. */
export function RadioCards<Value extends string>({
  legend,
  legendHidden,
  required,
  cards,
  value,
  onValue,
  columns = 3,
}: RadioCardsProps<Value>) {
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className={legendHidden ? 'sr-only' : 'mb-1 flex items-center gap-1 text-sm font-medium'}>
        {legend}
        <RequiredMark required={required} />
      </legend>
      <div className={cn('grid gap-3', columns === 2 ? 'sm:grid-cols-2' : 'sm:grid-cols-3')}>
        {cards.map((card) => (
          <label
            key={card.value}
            className="flex cursor-pointer gap-2.5 rounded-md border border-line-strong bg-surface p-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:ring-1 has-checked:ring-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <Radio
              name={name}
              value={card.value}
              checked={value === card.value}
              onSelect={() => onValue(card.value)}
              describedBy={card.description === undefined ? undefined : `${name}-${card.value}`}
              className="mt-0.5"
            />
            <span className="min-w-0">
              <span className="block text-sm font-semibold">{card.title}</span>
              {card.description === undefined ? null : (
                <span id={`${name}-${card.value}`} className="mt-0.5 block text-xs text-fg-2">
                  {card.description} {card.risk === undefined ? null : <span className="text-warn">{card.risk}</span>}
                </span>
              )}
              {card.note === undefined ? null : <span className="mt-2 block text-2xs text-fg-2">{card.note}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

type RadioProps = {
  name: string
  value: string
  checked: boolean
  onSelect: () => void
  describedBy?: string | undefined
  className?: string
}

/** A 16 px radio button; its `<label>` is around it. */
export function Radio({ name, value, checked, onSelect, describedBy, className }: RadioProps) {
  return (
    <span className={cn('relative inline-flex size-4 shrink-0', className)}>
      <input
        type="radio"
        name={name}
        value={value}
        checked={checked}
        onChange={onSelect}
        aria-describedby={describedBy}
        className="peer size-4 cursor-pointer appearance-none rounded-full border border-control bg-surface outline-none checked:border-accent-fill checked:bg-accent-fill"
      />
      <span className="pointer-events-none absolute inset-1 hidden rounded-full bg-on-accent peer-checked:block" />
    </span>
  )
}
