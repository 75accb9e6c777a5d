import { cva, type VariantProps } from 'class-variance-authority'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'
import { Icon, type IconType } from './icon.tsx'
import { Spinner } from './spinner.tsx'

const buttonStyle = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-sm font-medium whitespace-nowrap transition-colors aria-disabled:cursor-not-allowed',
  {
    variants: {
      tone: {
        primary:
          'bg-accent-fill text-on-accent hover:bg-accent-fill-hover aria-disabled:bg-active aria-disabled:text-fg-2',
        default:
          'border border-line-strong bg-surface text-fg hover:bg-hover aria-disabled:bg-hover aria-disabled:text-fg-3',
        ghost: 'text-fg-2 hover:bg-hover hover:text-fg aria-disabled:text-fg-3',
        danger: 'bg-bad-fill text-on-accent hover:bg-bad-fill-hover aria-disabled:bg-active aria-disabled:text-fg-2',
        'danger-quiet':
          'border border-line-strong bg-surface text-bad hover:bg-bad-soft aria-disabled:bg-hover aria-disabled:text-fg-3',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs',
        md: 'h-8 px-3 text-sm',
        lg: 'h-10 px-4 text-base',
      },
    },
    defaultVariants: { tone: 'default', size: 'md' },
  },
)

type Look = VariantProps<typeof buttonStyle> & { icon?: IconType | undefined; children: ReactNode }

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled' | 'children'> &
  Look & {
    /** The act is under way: a spinner replaces the icon, presses do nothing, the width stays. */
    busy?: boolean | undefined
    /** Not possible now: still focusable, so that the reason (`aria-describedby`) can be read. */
    blocked?: boolean | undefined
  }

/** A button that says its act. Not permitted means absent, not possible now means `blocked`. */
export function Button({ tone, size, icon, busy, blocked, className, children, onClick, type, ...rest }: ButtonProps) {
  const inert = busy || blocked
  return (
    <button
      {...rest}
      type={inert ? 'button' : (type ?? 'button')}
      aria-disabled={inert || undefined}
      aria-busy={busy || undefined}
      className={cn(buttonStyle({ tone, size }), className)}
      onClick={inert ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <Spinner /> : icon ? <Icon as={icon} /> : null}
      {children}
    </button>
  )
}

export type LinkButtonProps = Omit<ComponentProps<typeof Link>, 'children'> & Look

/** A link that looks like a button: for acts that are a page of their own. */
export function LinkButton({ tone, size, icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={cn(buttonStyle({ tone, size }), className)}>
      {icon ? <Icon as={icon} /> : null}
      {children}
    </Link>
  )
}

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label' | 'disabled'> & {
  icon: IconType
  /** Name of the act, read aloud and shown as a tooltip by the browser. */
  label: string
  /** 24, 28 or 32 px. */
  size?: 'xs' | 'sm' | 'md'
  /** Not possible now (a first page has no page before it): visible, but not to be pressed. */
  disabled?: boolean
  busy?: boolean
}

const SQUARES = { xs: 'size-6 text-fg-3', sm: 'size-7 text-fg-2', md: 'size-8 text-fg-2' } as const

/** A square with an icon only. */
export function IconButton({ icon, label, size = 'md', disabled, busy, className, type, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      aria-label={label}
      title={label}
      disabled={disabled}
      className={cn(
        'inline-flex shrink-0 items-center justify-center rounded-sm transition-colors hover:bg-hover hover:text-fg data-[state=open]:bg-active data-[state=open]:text-fg disabled:text-fg-off disabled:hover:bg-transparent',
        SQUARES[size],
        className,
      )}
    >
      <Icon as={icon} className={cn(size === 'xs' && 'size-3.5', busy && 'animate-spin')} />
    </button>
  )
}
