'use client'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'
import { Panel, PanelHeader } from '#components/ui/panel.tsx'

/** The end of something, apart from its other settings, with what it means. */
export function DangerPanel({ text, label, onDelete }: { text: string; label: string; onDelete: () => void }) {
  const t = useTranslations('tenancy.settings')
  return (
    <Panel>
      <PanelHeader title={t('danger')} />
      <div className="flex flex-wrap items-center gap-4 p-4">
        <p className="min-w-0 flex-1 text-sm text-fg-2">{text}</p>
        <Button tone="danger-quiet" icon={Trash2} onClick={onDelete}>
          {label}
        </Button>
      </div>
    </Panel>
  )
}
