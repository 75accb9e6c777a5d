'use client'
import { CircleCheck, CircleX, Info, LoaderCircle, X } from 'lucide-react'
import Link from 'next/link'
import { Toast as Radix } from 'radix-ui'
import { useSyncExternalStore } from 'react'
import { useTranslations } from 'use-intl/react'
import { toneText, type Tone } from '#components/ui/badge.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon, type IconType } from '#components/ui/icon.tsx'
import { Mounted } from '#components/ui/mounted.tsx'
import { RequestId } from './failure-notice.tsx'
import { dismissToast, subscribeToasts, toastsNow, NO_TOASTS, type Toast, type ToastTone } from './toast-store.ts'

const LOOKS: Record<ToastTone, { icon: IconType; tone: Tone; spinning?: boolean }> = {
  success: { icon: CircleCheck, tone: 'ok' },
  running: { icon: LoaderCircle, tone: 'run', spinning: true },
  failure: { icon: CircleX, tone: 'bad' },
  info: { icon: Info, tone: 'mute' },
}

const SUCCESS_MS = 5000
/** Long enough to be "until closed". */
const STAYS_MS = 86_400_000

/** The corner where finished and running acts are told, at most three at a time. Stands once in the root layout. */
export function Toasts() {
  const t = useTranslations('common.toast')
  const toasts = useSyncExternalStore(subscribeToasts, toastsNow, () => NO_TOASTS)
  return (
    <Mounted>
      <Radix.Provider label={t('label')} swipeDirection="right">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
        <Radix.Viewport
          label={t('region', { hotkey: '{hotkey}' })}
          className="pointer-events-none fixed right-0 bottom-0 layer-toast flex w-[424px] max-w-full flex-col gap-2 p-4 outline-none"
        />
      </Radix.Provider>
    </Mounted>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const t = useTranslations('common.toast')
  const look = LOOKS[toast.tone]
  return (
    <Radix.Root
      type={toast.tone === 'failure' ? 'foreground' : 'background'}
      duration={toast.tone === 'success' || toast.tone === 'info' ? SUCCESS_MS : STAYS_MS}
      onOpenChange={(open) => (open ? undefined : dismissToast(toast.id))}
      className="pointer-events-auto flex animate-rise items-start gap-2.5 rounded-md border border-line bg-raised py-3 pr-2 pl-3 shadow-pop"
    >
      <Icon as={look.icon} className={cn('mt-0.5', toneText[look.tone], look.spinning && 'animate-spin')} />
      <div className="min-w-0 flex-1">
        <Radix.Title className="text-sm font-medium">{toast.title}</Radix.Title>
        {toast.text === undefined ? null : (
          <Radix.Description className="mt-0.5 text-xs text-fg-2">{toast.text}</Radix.Description>
        )}
        {toast.requestId === undefined ? null : <RequestId id={toast.requestId} />}
        {toast.links === undefined ? null : (
          <div className="mt-1 flex gap-3 text-xs font-medium">
            {toast.links.map((link) => (
              <Link
                key={link.href}
                href={link.href}
                onClick={() => dismissToast(toast.id)}
                className="text-accent hover:underline"
              >
                {link.label}
              </Link>
            ))}
          </div>
        )}
      </div>
      <Radix.Close asChild>
        <IconButton icon={X} size="sm" label={t('close')} className="-my-1" />
      </Radix.Close>
    </Radix.Root>
  )
}
