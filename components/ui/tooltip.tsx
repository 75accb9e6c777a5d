'use client'
import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

/** Wraps the app once: one delay for all tooltips. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  )
}

/** More words on hover or focus. The trigger must be focusable; what only the tooltip says must also stand somewhere else. */
export function Tooltip({
  content,
  side = 'top',
  children,
}: {
  content: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactNode
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="layer-tooltip max-w-96 animate-fade rounded-sm border border-line-strong bg-raised px-2.5 py-1.5 text-xs text-fg shadow-pop"
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
