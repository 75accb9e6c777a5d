'use client'
import { cn } from './cn.ts'
import { Icon, type IconType } from './icon.tsx'

export type ViewChoice<Value extends string> = { value: Value; label: string; icon: IconType }

/** Two or three ways to look at the same thing, one of them pressed. */
export function ViewSwitch<Value extends string>({
  label,
  choices,
  value,
  onValue,
}: {
  label: string
  choices: readonly ViewChoice<Value>[]
  value: Value
  onValue: (value: Value) => void
}) {
  return (
    <div
      role="group"
      aria-label={label}
      className="flex h-8 shrink-0 rounded-sm border border-line-strong bg-surface p-0.5"
    >
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onValue(choice.value)}
          className={cn(
            'flex items-center gap-1.5 rounded-xs px-2.5 text-sm whitespace-nowrap',
            choice.value === value ? 'bg-accent-soft font-medium text-accent' : 'text-fg-2 hover:bg-hover',
          )}
        >
          <Icon as={choice.icon} />
          {choice.label}
        </button>
      ))}
    </div>
  )
}
