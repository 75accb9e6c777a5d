'use client'
import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { usePortalContainer } from './portal-container.ts'

export type PopoverProps = {
  open: boolean
  onOpen: (open: boolean) => void
  trigger: ReactNode
  /** Name of the surface for readers. */
  label: string
  align?: 'start' | 'end'
  className?: string
  children: ReactNode
}

/** A surface under a button, with controls inside. Esc and a click beside it close it; the page stays usable. */
export function Popover({ open, onOpen, trigger, label, align = 'start', className, children }: PopoverProps) {
  const container = usePortalContainer()
  return (
    <Radix.Root open={open} onOpenChange={onOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className={cn(
            'layer-menu animate-fade rounded-md border border-line bg-raised shadow-pop outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
