import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { Icon } from './icon.tsx'

export const controlStyle =
  'w-full rounded-sm border border-control bg-surface text-fg transition-colors aria-invalid:border-bad [&[readonly]]:bg-sunken disabled:bg-hover disabled:text-fg-3'

export type InputProps = ComponentProps<'input'> & {
  /** Ids, URLs, paths. */
  mono?: boolean | undefined
  controlSize?: 'md' | 'lg'
}

/** One line of text, 32 px high (40 px on the log-in page). */
export function Input({ mono, controlSize = 'md', className, type, ...rest }: InputProps) {
  return (
    <input
      {...rest}
      type={type ?? 'text'}
      spellCheck={rest.spellCheck ?? false}
      className={cn(
        controlStyle,
        controlSize === 'lg' ? 'h-10 px-3 text-base' : 'h-8 px-2.5 text-sm',
        mono && 'font-mono',
        className,
      )}
    />
  )
}

/** An input with a magnifying glass; the label is for readers, the placeholder says what is searched. */
export function SearchInput({ label, className, ...rest }: Omit<InputProps, 'type'> & { label: string }) {
  return (
    <div className={cn('relative', className)}>
      <Icon as={Search} className="pointer-events-none absolute top-2 left-2.5 text-fg-3" />
      <Input {...rest} type="search" aria-label={label} className="pl-8 [&::-webkit-search-cancel-button]:hidden" />
    </div>
  )
}
