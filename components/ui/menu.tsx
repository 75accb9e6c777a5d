'use client'
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { createContext, use, useCallback, useRef, type ReactNode } from 'react'
import { cn } from './cn.ts'
import { Icon, type IconType } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { usePortalContainer } from './portal-container.ts'

export type MenuProps = {
  /** A button; it names the menu for readers and gets `aria-haspopup` and `aria-expanded`. */
  trigger: ReactNode
  align?: 'start' | 'end'
  className?: string
  children: ReactNode
}

type Act = () => void

/** Takes the act that was chosen; it waits until the menu is closed. */
const ChooseAct = createContext<(act: Act) => void>((act) => act())

/** A menu under a button: arrows move, letters jump, Esc closes. It does not block the page, so nothing behind it is hidden. */
export function Menu({ trigger, align = 'end', className, children }: MenuProps) {
  const container = usePortalContainer()
  const chosen = useRef<Act | null>(null)
  const choose = useCallback((act: Act) => {
    chosen.current = act
  }, [])
  // Runs once the focus is back at the button: a dialog that opens now gives it back there.
  const runChosen = () => {
    const act = chosen.current
    chosen.current = null
    if (act) queueMicrotask(act)
  }
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          loop
          onCloseAutoFocus={runChosen}
          className={cn(
            'layer-menu min-w-44 animate-fade rounded-md border border-line bg-raised p-1 shadow-pop outline-none',
            className,
          )}
        >
          <ChooseAct value={choose}>{children}</ChooseAct>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const itemStyle =
  'flex h-8 cursor-pointer items-center gap-2.5 rounded-sm px-2 text-sm outline-none select-none data-highlighted:bg-active'

export type MenuItemProps = {
  icon?: IconType
  /** Key that does the same without the menu. */
  shortcut?: string
  danger?: boolean
  /** Called when the menu has closed. */
  onSelect: () => void
  children: ReactNode
}

export function MenuItem({ icon, shortcut, danger, onSelect, children }: MenuItemProps) {
  const choose = use(ChooseAct)
  return (
    <DropdownMenu.Item onSelect={() => choose(onSelect)} className={cn(itemStyle, danger && 'text-bad')}>
      {icon ? <Icon as={icon} className={danger ? undefined : 'text-fg-2'} /> : null}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
    </DropdownMenu.Item>
  )
}

/** One of several exclusive choices; the current one carries a check. */
export function MenuChoice({
  chosen,
  onSelect,
  icon,
  children,
}: {
  chosen: boolean
  onSelect: () => void
  icon?: IconType
  children: ReactNode
}) {
  return (
    <DropdownMenu.CheckboxItem checked={chosen} onSelect={onSelect} className={itemStyle}>
      {icon ? <Icon as={icon} className="text-fg-2" /> : null}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <DropdownMenu.ItemIndicator>
        <Icon as={Check} className="text-accent" />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  )
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
}

/** Words above a group of items. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-xs text-fg-3">{children}</DropdownMenu.Label>
}
