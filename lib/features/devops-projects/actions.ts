'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { db } from '#lib/db/client.ts'
import { createDevopsProject as createDevopsProjectIn } from './create-devops-project.ts'
import { deleteDevopsProjectIn, editDevopsProjectIn } from './edit-devops-project.ts'
import { policyImpact } from './policy-impact.ts'
import { readPolicy } from './repository.ts'
import {
  createDevopsProjectSchema,
  deleteDevopsProjectSchema,
  editDevopsProjectSchema,
  previewPolicySchema,
  setPolicySchema,
} from './schema.ts'
import { mayWiden, setPolicyIn } from './set-policy.ts'

/** Makes a DevOps project with the default policy; the person becomes its admin. */
export const createDevopsProject = defineAction({
  name: 'devops-projects.create',
  scope: 'workspace',
  permission: 'workspace.devops-projects.create',
  input: createDevopsProjectSchema,
  run: async ({ work, scope }, input) => ({ name: (await createDevopsProjectIn(work, scope, input)).devopsProject }),
})

const settings = { scope: 'devops', permission: 'devops.settings.manage' } as const

/** Changes alias and description. */
export const editDevopsProject = defineAction({
  name: 'devops-projects.edit',
  ...settings,
  input: editDevopsProjectSchema,
  run: ({ work, scope }, input) => editDevopsProjectIn(work, scope, input),
})

/** Ends a DevOps project that has no deployments. */
export const deleteDevopsProject = defineAction({
  name: 'devops-projects.delete',
  ...settings,
  input: deleteDevopsProjectSchema,
  run: ({ work, scope }, input) => deleteDevopsProjectIn(work, scope, input),
})

/** Which deployments a policy would stop. Changes nothing. */
export const previewPolicy = defineAction({
  name: 'devops-projects.preview-policy',
  ...settings,
  input: previewPolicySchema,
  prepare: async ({ scope }, { policy }) => policyImpact(scope, await readPolicy(db, scope.devopsProjectId), policy),
  run: async (_, __, impact) => impact,
})

/** Replaces the policy. */
export const setPolicy = defineAction({
  name: 'devops-projects.set-policy',
  ...settings,
  input: setPolicySchema,
  run: ({ actor, work, scope }, input) => setPolicyIn(work, scope, input, mayWiden(actor)),
})
