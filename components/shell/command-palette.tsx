'use client'
import { Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslations } from 'use-intl/react'
import { Icon } from '#components/ui/icon.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import type { NavItem } from './nav-model.ts'

/** Read when it is opened for the first time: most visits do without. */
const PalettePanel = dynamic(() => import('./palette-panel.tsx').then(({ PalettePanel: panel }) => panel), {
  ssr: false,
})

/** The search in the top bar: Ctrl K (⌘ K) opens it anywhere, `/` where the page has no search of its own. */
export function CommandPalette({ pages }: { pages: readonly NavItem[] }) {
  const t = useTranslations('shell.palette')
  const [open, setOpen] = useState(false)
  usePaletteKeys(useCallback(() => setOpen(true), []))
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="mr-1 flex h-8 items-center gap-2 rounded-sm border border-line-strong bg-sunken px-2 text-sm text-fg-2 hover:bg-hover nav:w-44 nav:px-2.5 wide:w-64"
      >
        <Icon as={Search} className="text-fg-3" />
        <span className="min-w-0 flex-1 truncate text-left max-nav:sr-only">{t('open')}</span>
        <span className="max-nav:hidden">
          <ShortcutKey />
        </span>
      </button>
      {open ? <PalettePanel pages={pages} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent)
const never = () => () => undefined

function ShortcutKey() {
  const mac = useSyncExternalStore(never, isMac, () => false)
  return <Kbd>{mac ? '⌘ K' : 'Ctrl K'}</Kbd>
}

/** Nothing else is open that keys belong to. */
const isFree = () => document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') === null

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null
}

function opens(event: KeyboardEvent): boolean {
  if (event.altKey || event.shiftKey) return false
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'k'
  return event.key === '/' && !isTyping(event) && document.querySelector('input[type=search]') === null
}

function usePaletteKeys(onOpen: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!opens(event) || !isFree()) return
      event.preventDefault()
      onOpen()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onOpen])
}
