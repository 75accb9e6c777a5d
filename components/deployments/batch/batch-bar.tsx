'use client'
import { ChevronDown, Pause, Play, RefreshCw, RotateCw, Trash2 } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { useCan } from '#components/patterns/can.tsx'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { MOST_AT_ONCE } from '#lib/features/deployments/schema.ts'
import type { BatchKind } from './forecast.ts'

/** What can be done with the chosen deployments, in the place of search and filters. */
export function BatchBar({ count, onAct }: { count: number; onAct: (kind: BatchKind) => void }) {
  const t = useTranslations('deployments')
  const mayManage = useCan('devops.deployments.manage')
  if (count > MOST_AT_ONCE)
    return <span className="text-sm text-warn">{t('batch.tooMany', { limit: MOST_AT_ONCE })}</span>
  if (!mayManage)
    return (
      <Button icon={RotateCw} onClick={() => onAct('refresh')}>
        {t('acts.refresh')}
      </Button>
    )
  return (
    <>
      <Button icon={RefreshCw} onClick={() => onAct('sync')}>
        {t('acts.sync')}
      </Button>
      <Button tone="danger-quiet" icon={Trash2} onClick={() => onAct('delete')}>
        {t('acts.delete')}
      </Button>
      <Menu
        align="start"
        trigger={
          <Button>
            {t('acts.more')}
            <Icon as={ChevronDown} />
          </Button>
        }
      >
        <MenuItem icon={RotateCw} onSelect={() => onAct('refresh')}>
          {t('acts.refresh')}
        </MenuItem>
        <MenuItem icon={Pause} onSelect={() => onAct('pause')}>
          {t('acts.pause')}
        </MenuItem>
        <MenuItem icon={Play} onSelect={() => onAct('resume')}>
          {t('acts.resume')}
        </MenuItem>
      </Menu>
    </>
  )
}
