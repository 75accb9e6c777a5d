'use client'
import { Check, Minus } from 'lucide-react'
import { useEffect, useId, useRef, type ComponentProps, type ReactNode } from 'react'
import { cn } from './cn.ts'
import { Icon } from './icon.tsx'

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'checked'> & {
  checked: boolean
  onChecked: (checked: boolean) => void
  /** Some of what it stands for is chosen. */
  indeterminate?: boolean | undefined
}

/** A 16 px box in a 24 px target. It needs an `aria-label`, a `<label>` or `OptionCheckbox` around it. */
export function Checkbox({ checked, onChecked, indeterminate = false, className, ...rest }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null)
  // The DOM knows "indeterminate" only as a property.
  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate
  }, [indeterminate])
  return (
    <span className={cn('relative inline-flex size-4 shrink-0 align-middle', className)}>
      <input
        {...rest}
        ref={box}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChecked(event.target.checked)}
        className="size-4 cursor-pointer appearance-none rounded-[3px] border border-control bg-surface before:absolute before:-inset-1 before:content-[''] checked:border-accent-fill checked:bg-accent-fill indeterminate:border-accent-fill indeterminate:bg-accent-fill disabled:cursor-not-allowed disabled:border-line-strong disabled:bg-hover disabled:checked:bg-hover"
      />
      {checked || indeterminate ? (
        <Icon
          as={indeterminate ? Minus : Check}
          className={cn(
            'pointer-events-none absolute inset-0.5 size-3 stroke-[3]',
            rest.disabled ? 'text-fg-3' : 'text-on-accent',
          )}
        />
      ) : null}
    </span>
  )
}

export type OptionCheckboxProps = CheckboxProps & {
  title: ReactNode
  /** One line of what it does. */
  description?: ReactNode
  /** What it risks, in the warning colour behind the description. */
  risk?: ReactNode
}

/** A checkbox with its title, what it does and what it risks. */
export function OptionCheckbox({ title, description, risk, className, ...rest }: OptionCheckboxProps) {
  const id = useId()
  const noted = description !== undefined || risk !== undefined
  return (
    <div className={cn('flex items-start gap-2.5', className)}>
      <Checkbox {...rest} id={id} aria-describedby={noted ? `${id}-note` : undefined} className="mt-0.5" />
      <div className="min-w-0">
        <label htmlFor={id} className="block cursor-pointer text-sm font-medium">
          {title}
        </label>
        {noted ? (
          <p id={`${id}-note`} className="mt-0.5 text-xs text-fg-2">
            {description} {risk === undefined ? null : <span className="text-warn">{risk}</span>}
          </p>
        ) : null}
      </div>
    </div>
  )
}
