'use client'
import { AlertDialog } from 'radix-ui'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'

/** Asks before what was typed is lost. Esc keeps it. */
export function DiscardDialog({
  open,
  onKeep,
  onDiscard,
}: {
  open: boolean
  onKeep: () => void
  onDiscard: () => void
}) {
  const t = useTranslations('common')
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => (next ? undefined : onKeep())}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 layer-dialog animate-fade bg-overlay" />
        <AlertDialog.Content className="fixed inset-0 layer-dialog m-auto h-fit w-[400px] max-w-[90vw] animate-rise rounded-lg border border-line bg-raised p-6 shadow-dialog outline-none">
          <AlertDialog.Title className="text-md font-semibold">{t('dirty.title')}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-sm text-fg-2">{t('dirty.text')}</AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{t('actions.keepEditing')}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button tone="danger" onClick={onDiscard}>
                {t('actions.discard')}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
