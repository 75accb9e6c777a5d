'use client'
import { ArrowLeft, X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useTranslations } from 'use-intl/react'
import { IconButton } from './button.tsx'
import { cn } from './cn.ts'
import { PortalContainer } from './portal-container.ts'

/** Id of the element that holds the whole page; it is inert while a dialog is open. */
export const APP_ROOT_ID = 'app'

let openDialogs = 0

/**
 * Keeps pointer, keyboard and screen readers out of the page while a dialog is open. Radix hides the page from readers only, which
 * leaves focusable links behind an `aria-hidden`.
 */
export function useInertPage(open: boolean) {
  useEffect(() => {
    if (!open) return
    const root = document.getElementById(APP_ROOT_ID)
    openDialogs += 1
    root?.setAttribute('inert', '')
    return () => {
      openDialogs -= 1
      if (openDialogs === 0) root?.removeAttribute('inert')
    }
  }, [open])
}

/**
 * What had the focus before the dialog opened. Kept by ourselves: making the page inert takes the focus away before Radix looks.
 */
export function useReturnTarget(open: boolean): RefObject<Element | null> {
  const target = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (open) target.current = document.activeElement
  }, [open])
  return target
}

/** Surfaces of the open dialogs, the topmost last. */
const surfaces: HTMLElement[] = []

/** A dialog below another one is as far away as the page: Radix hides it from readers only. */
function useInertBelow(surface: HTMLElement | null) {
  useLayoutEffect(() => {
    if (surface === null) return
    const below = surfaces.at(-1)
    surfaces.push(surface)
    below?.setAttribute('inert', '')
    return () => {
      surfaces.splice(surfaces.indexOf(surface), 1)
      below?.removeAttribute('inert')
    }
  }, [surface])
}

const WIDTHS = {
  form: 'nav:w-[640px]',
  decision: 'nav:w-[720px]',
  repository: 'nav:w-[760px]',
  plan: 'nav:w-[1080px]',
} as const

const PLACEMENTS = {
  center:
    'm-auto nav:h-fit nav:max-h-[95dvh] nav:max-w-[96dvw] nav:rounded-lg nav:border nav:border-line nav:shadow-dialog',
  side: 'ml-auto nav:border-l nav:border-line nav:shadow-dialog',
} as const

const FIRST_FIELD =
  'input:checked[type=radio], input:enabled:not([type=radio], [readonly]), textarea:enabled, select:enabled'

export type DialogProps = {
  open: boolean
  /** Asked to close: the cross, Esc or 취소. Ask before losing input, then set `open`. */
  onClose: () => void
  /** The act: "외부 접속 편집". */
  title: ReactNode
  /** The object and its place: "Service web · sandbox / demo-project". */
  subtitle?: ReactNode
  size?: keyof typeof WIDTHS
  /** A second page inside the dialog: an arrow left of the title goes back. */
  onBack?: (() => void) | undefined
  /** Buttons, right-aligned: 취소 left of the act. */
  footer?: ReactNode
  /** The consequence in small text, left of the buttons. */
  footnote?: ReactNode
  /** `side`: a panel of full height at the right edge, for looking at one thing of the page. */
  placement?: 'center' | 'side'
  /** What can be done with the object, left of the cross. */
  actions?: ReactNode
  /** Body without padding, for bodies with their own columns. */
  flush?: boolean
  /** What has the focus first; `dialog` where a field would scroll away what has to be read. */
  firstFocus?: 'field' | 'dialog'
  children: ReactNode
}

/** A modal dialog. Clicking beside it does not close it; focus is kept inside and returns to where it came from. */
export function Dialog({
  open,
  onClose,
  title,
  subtitle,
  size = 'form',
  onBack,
  placement = 'center',
  actions,
  footer,
  footnote,
  flush,
  firstFocus = 'field',
  children,
}: DialogProps) {
  const t = useTranslations('common.actions')
  const [surface, setSurface] = useState<HTMLElement | null>(null)
  const returnTo = useReturnTarget(open)
  useInertPage(open)
  useInertBelow(surface)
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 layer-dialog animate-fade bg-overlay" />
        <Radix.Content
          ref={setSurface}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            const field = firstFocus === 'field' ? surface?.querySelector<HTMLElement>(FIRST_FIELD) : null
            ;(field ?? surface)?.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (returnTo.current instanceof HTMLElement) returnTo.current.focus()
          }}
          onPointerDownOutside={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.preventDefault()}
          {...(subtitle === undefined ? { 'aria-describedby': undefined } : {})}
          className={cn(
            'fixed inset-0 layer-dialog flex h-full w-full animate-rise flex-col bg-raised outline-none',
            PLACEMENTS[placement],
            WIDTHS[size],
          )}
        >
          <header className="flex items-start gap-3 border-b border-line px-6 py-4">
            {onBack ? <IconButton icon={ArrowLeft} label={t('back')} onClick={onBack} className="-my-1 -ml-2" /> : null}
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {subtitle === undefined ? null : (
                <Radix.Description className="mt-0.5 text-sm text-fg-2">{subtitle}</Radix.Description>
              )}
            </div>
            {actions === undefined ? null : <PortalContainer value={surface}>{actions}</PortalContainer>}
            <IconButton icon={X} label={t('close')} onClick={onClose} className="-my-1 -mr-2" />
          </header>
          <div className={cn('min-h-0 flex-1 overflow-y-auto', !flush && 'px-6 py-4')}>
            <PortalContainer value={surface}>{children}</PortalContainer>
          </div>
          {footer === undefined ? null : (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-6 py-3">
              {footnote === undefined ? null : <p className="mr-auto min-w-0 text-xs text-fg-2">{footnote}</p>}
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
