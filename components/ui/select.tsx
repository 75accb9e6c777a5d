import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { Icon } from './icon.tsx'
import { controlStyle } from './input.tsx'

export type SelectOption = { value: string; label: string; disabled?: boolean }

export type SelectProps = Omit<ComponentProps<'select'>, 'children' | 'onChange' | 'value'> & {
  options: readonly SelectOption[]
  value: string
  onValue: (value: string) => void
  /** An empty first choice with these words. */
  placeholder?: string | undefined
}

/** The browser's own select, for short lists of known values: renders on the server, works on every device. */
export function Select({ options, value, onValue, placeholder, className, ...rest }: SelectProps) {
  return (
    <span className={cn('relative block', className)}>
      <select
        {...rest}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        className={cn(controlStyle, 'h-8 appearance-none truncate pr-8 pl-2.5 text-sm')}
      >
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon as={ChevronDown} className="pointer-events-none absolute top-2 right-2 text-fg-3" />
    </span>
  )
}
