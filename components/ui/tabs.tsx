'use client'
import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export type TabItem = { label: ReactNode; count?: number | undefined; attention?: boolean | undefined }

const tabStyle =
  'relative flex h-10 items-center gap-1.5 rounded-sm px-1.5 text-sm whitespace-nowrap text-fg-2 transition-colors hover:text-fg after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:rounded-full focus-visible:-outline-offset-2'
const currentStyle = 'font-semibold text-fg after:bg-accent'

function TabText({ label, count, attention }: TabItem) {
  return (
    <>
      {label}
      {count === undefined ? null : (
        <span className={cn('tnum text-xs font-normal', attention ? 'text-warn' : 'text-fg-3')}>{count}</span>
      )}
    </>
  )
}

/**
 * Takes back what Radix writes as style attributes into the server's HTML: the content security policy refuses those, and a page that is
 * loaded in full would say so in the console.
 */
const UNSTYLED = { style: { outline: undefined, animationDuration: undefined } }

/** Tabs inside one page: arrows move, only the chosen panel is rendered. */
export function Tabs<Value extends string>({
  label,
  tabs,
  value,
  onValue,
  children,
}: {
  label: string
  tabs: readonly (TabItem & { value: Value })[]
  value: Value
  onValue: (value: Value) => void
  children: ReactNode
}) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onValue(next as Value)}>
      <Radix.List
        aria-label={label}
        {...UNSTYLED}
        className="flex gap-2 overflow-x-auto border-b border-line outline-none"
      >
        {tabs.map(({ value: tabValue, ...tab }) => (
          <Radix.Trigger key={tabValue} value={tabValue} className={cn(tabStyle, value === tabValue && currentStyle)}>
            <TabText {...tab} />
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content asChild value={value}>
        <div {...UNSTYLED} className="pt-4 outline-none">
          {children}
        </div>
      </Radix.Content>
    </Radix.Root>
  )
}
