'use client'
import { Menu, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { IconButton } from '#components/ui/button.tsx'
import type { NavModel } from './nav-model.ts'
import { SideNav } from './side-nav.tsx'

/** The left navigation on narrow screens: a button in the top bar opens it over the page. */
export function NavDrawer({ model, foot }: { model: NavModel; foot: ReactNode }) {
  const t = useTranslations('shell')
  const [open, setOpen] = useState(false)
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <IconButton icon={Menu} label={t('menu')} className="-ml-1 nav:hidden" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 layer-dialog animate-fade bg-overlay nav:hidden" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 layer-dialog flex w-64 max-w-[85vw] animate-fade flex-col border-r border-line bg-sunken outline-none nav:hidden"
        >
          <Dialog.Title className="sr-only">{model.label}</Dialog.Title>
          <Dialog.Close asChild>
            <IconButton icon={X} label={t('closeMenu')} className="absolute top-3 right-2" />
          </Dialog.Close>
          <SideNav model={model} onGo={() => setOpen(false)} />
          {foot}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
