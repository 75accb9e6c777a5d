'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { recordAudit } from '#lib/audit/record.ts'
import { changeSetting, readVersioned } from '#lib/features/system/public.ts'
import { retentionSchema } from './schema.ts'

/** Sets how long audit lines and finished runs are kept; the engine trims what is older. */
export const setRetention = defineAction({
  name: 'audit.set-retention',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: retentionSchema,
  run: async ({ work, scope }, { version, ...after }) => {
    const { value: before } = await readVersioned(work.tx, 'retention')
    const changed = await changeSetting(work.tx, 'retention', version, after)
    await recordAudit(work, scope, {
      action: 'retention.set',
      target: { type: 'setting', id: 'retention', name: 'retention' },
      details: { before, after },
    })
    return { version: changed }
  },
})
