'use client'
import { ChevronDown, RotateCw, Scaling, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useCan } from '#components/patterns/can.tsx'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import type { ObjectDetail } from '#lib/features/objects/types.ts'
import type { ObjectAccess } from './access.ts'
import { DeleteObjectDialog } from './delete-object-dialog.tsx'
import { RestartDialog } from './restart-dialog.tsx'
import { ScaleDialog } from './scale-dialog.tsx'

type Act = { kind: 'restart' | 'scale' | 'delete'; detail: ObjectDetail }
type Props = { access: ObjectAccess; detail: ObjectDetail; onDeleted: () => void }

/** What may be done with the object, for those who may; each act says first what follows. */
export function ObjectActs({ access, detail, onDeleted }: Props) {
  const t = useTranslations('objects.acts')
  const mayManage = useCan(access.kind === 'project' ? 'project.workloads.manage' : 'devops.deployments.manage')
  const [act, setAct] = useState<Act | null>(null)
  const { acts } = detail
  const close = () => setAct(null)
  if (!mayManage || !(acts.restart || acts.scale || acts.delete)) return null
  const changes = acts.restart || acts.scale
  return (
    <>
      <Menu
        trigger={
          <Button size="sm" icon={ChevronDown}>
            {t('menu')}
          </Button>
        }
      >
        {acts.restart ? (
          <MenuItem icon={RotateCw} onSelect={() => setAct({ kind: 'restart', detail })}>
            {t('restart')}
          </MenuItem>
        ) : null}
        {acts.scale ? (
          <MenuItem icon={Scaling} onSelect={() => setAct({ kind: 'scale', detail })}>
            {t('scale')}
          </MenuItem>
        ) : null}
        {acts.delete ? (
          <>
            {changes ? <MenuSeparator /> : null}
            <MenuItem icon={Trash2} danger onSelect={() => setAct({ kind: 'delete', detail })}>
              {t('delete')}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {act?.kind === 'restart' ? <RestartDialog access={access} detail={act.detail} onClose={close} /> : null}
      {act?.kind === 'scale' ? <ScaleDialog access={access} detail={act.detail} onClose={close} /> : null}
      {act?.kind === 'delete' ? (
        <DeleteObjectDialog access={access} detail={act.detail} onClose={close} onDeleted={onDeleted} />
      ) : null}
    </>
  )
}
