'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { changeService, planExternalAccess, recordExternalAccess } from './edit-external-access.ts'
import { editExternalAccessSchema } from './schema.ts'

/** Changes how a Service is reached from outside, and where Git manages it, whether Git may change that back. */
export const editExternalAccess = defineAction({
  name: 'services.edit-external-access',
  scope: 'project',
  permission: 'project.services.manage',
  input: editExternalAccessSchema,
  prepare: ({ actor, scope }, input) => planExternalAccess(actor, scope, input),
  run: ({ work, scope }, input, plan) => recordExternalAccess(work, scope, input, plan),
  finish: ({ scope }, input, plan) => changeService(scope, input, plan),
})
