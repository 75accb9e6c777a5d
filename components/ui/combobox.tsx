'use client'
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role -- the combobox pattern of ARIA 1.2 has no HTML element */
import { Check, ChevronDown } from 'lucide-react'
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react'
import { containsText } from '#lib/core/text-search.ts'
import { cn } from './cn.ts'
import type { ControlAttributes } from './field.tsx'
import { Icon, type IconType } from './icon.tsx'
import { controlStyle, Input } from './input.tsx'
import { Popover } from './popover.tsx'

export type ComboboxOption = {
  value: string
  label: string
  /** Second line, grey. */
  description?: string | undefined
  icon?: IconType | undefined
  /** Why it cannot be chosen; it stays in the list. */
  blocked?: string | undefined
  /** Words above the first option of a group; options of one group stand together. */
  group?: string | undefined
}

export type ComboboxProps = {
  /** From `Field`. */
  control: ControlAttributes
  options: readonly ComboboxOption[]
  value: string
  onValue: (value: string) => void
  placeholder: string
  searchLabel: string
  emptyText: string
  mono?: boolean
  /** Accepts what was typed as it is; the function gives the words of that option ("release-1 사용"). */
  custom?: (typed: string) => string
  /** Told what is typed, where more options are looked for elsewhere. */
  onQuery?: (query: string) => void
}

const matches = (option: ComboboxOption, query: string): boolean =>
  containsText(`${option.label} ${option.description ?? ''}`, query.trim())

/** A select with search for longer lists: repositories, clusters, branches. Arrows move, Enter takes, Esc closes. */
export function Combobox(props: ComboboxProps) {
  const { control, options, value, onValue, placeholder, searchLabel, mono } = props
  const [open, setOpen] = useState(false)
  const chosen = options.find((option) => option.value === value)
  const label = chosen?.label ?? value
  return (
    <Popover
      open={open}
      onOpen={setOpen}
      label={searchLabel}
      className="w-(--radix-popover-trigger-width) min-w-64"
      trigger={
        <button
          {...control}
          type="button"
          role="combobox"
          aria-haspopup="listbox"
          aria-expanded={open}
          aria-controls={`${control.id}-list`}
          className={cn(controlStyle, 'flex h-8 items-center gap-2 pr-2 pl-2.5 text-left text-sm')}
        >
          {chosen?.icon ? <Icon as={chosen.icon} className="text-fg-3" /> : null}
          <span
            className={cn('min-w-0 flex-1 truncate', label === '' && 'text-fg-3', label !== '' && mono && 'font-mono')}
          >
            {label === '' ? placeholder : label}
          </span>
          <Icon as={ChevronDown} className="text-fg-3" />
        </button>
      }
    >
      <OptionList
        {...props}
        onTake={(next) => {
          onValue(next)
          setOpen(false)
        }}
      />
    </Popover>
  )
}

export type OptionListProps = Pick<
  ComboboxProps,
  'control' | 'options' | 'value' | 'searchLabel' | 'emptyText' | 'mono' | 'custom' | 'onQuery'
> & {
  onTake: (value: string) => void
  /** Height of the list where it has more room than under a control. */
  listClassName?: string
}

/** The searchable list of a combobox alone, for a popover that belongs to a text input. */
export function OptionList(props: OptionListProps) {
  const { control, options, value, onTake, searchLabel, emptyText, mono, custom, onQuery, listClassName } = props
  const listId = `${control.id}-list`
  const optionId = useId()
  const [query, setQuery] = useState('')
  const shown = useMemo(() => {
    const found = options.filter((option) => matches(option, query))
    const typed = query.trim()
    const isNew = custom !== undefined && typed !== '' && !options.some((option) => option.value === typed)
    return isNew ? [{ value: typed, label: custom(typed) }, ...found] : found
  }, [options, query, custom])
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      shown.findIndex((option) => option.value === value),
    ),
  )
  const current = Math.min(active, shown.length - 1)

  const take = (option: ComboboxOption | undefined) => {
    if (option && option.blocked === undefined) onTake(option.value)
  }
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && shown.length > 0) setActive((current + step + shown.length) % shown.length)
    else if (event.key === 'Enter') take(shown[current])
    else return
    event.preventDefault()
  }

  return (
    <div>
      <div className="border-b border-line p-2">
        <Input
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
            onQuery?.(event.target.value)
          }}
          onKeyDown={move}
          mono={mono}
          role="combobox"
          aria-label={searchLabel}
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={current >= 0 ? `${optionId}-${current}` : undefined}
          placeholder={searchLabel}
        />
      </div>
      <ul
        id={listId}
        role="listbox"
        aria-label={searchLabel}
        className={cn('max-h-72 overflow-y-auto p-1', listClassName)}
      >
        {shown.map((option, index) => (
          <OptionRow
            key={option.value}
            id={`${optionId}-${index}`}
            option={option}
            heading={option.group !== shown[index - 1]?.group ? option.group : undefined}
            selected={option.value === value}
            active={index === current}
            mono={mono}
            onPoint={() => setActive(index)}
            onTake={() => take(option)}
          />
        ))}
        {shown.length === 0 ? <li className="px-2 py-3 text-xs text-fg-3">{emptyText}</li> : null}
      </ul>
    </div>
  )
}

type OptionRowProps = {
  id: string
  option: ComboboxOption
  heading: ReactNode
  selected: boolean
  active: boolean
  mono: boolean | undefined
  onPoint: () => void
  onTake: () => void
}

function OptionRow({ id, option, heading, selected, active, mono, onPoint, onTake }: OptionRowProps) {
  const note = option.blocked ?? option.description
  return (
    <>
      {heading === undefined ? null : (
        <li role="presentation" className="px-2 pt-1.5 pb-1 text-xs text-fg-3">
          {heading}
        </li>
      )}
      <li
        ref={(element) => {
          if (active) element?.scrollIntoView({ block: 'nearest' })
        }}
        id={id}
        role="option"
        aria-selected={selected}
        aria-disabled={option.blocked !== undefined || undefined}
        onPointerMove={active ? undefined : onPoint}
        onClick={onTake}
        onKeyDown={undefined}
        className={cn(
          'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 text-sm aria-disabled:cursor-not-allowed aria-disabled:text-fg-3',
          active && 'bg-active',
        )}
      >
        {option.icon ? <Icon as={option.icon} className="text-fg-3" /> : null}
        <span className="min-w-0 flex-1">
          <span className={cn('block truncate', mono && 'font-mono')}>{option.label}</span>
          {note === undefined ? null : (
            <span className={cn('block truncate text-xs', active ? 'text-fg-2' : 'text-fg-3')}>{note}</span>
          )}
        </span>
        {selected ? <Icon as={Check} className="text-accent" /> : null}
      </li>
    </>
  )
}
