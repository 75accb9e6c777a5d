/** Inputs of the member actions and queries; the dialogs and the server parse with the same schemas. */
import { z } from 'zod'
import { SCOPED_ROLES, WORKSPACE_ROLES } from '#lib/authz/actor.ts'
import { nameSchema } from '#lib/core/names.ts'
import { pageRequestSchema } from '#lib/core/page.ts'
import { devopsScopeSchema } from '#lib/features/repositories/schema.ts'
import { projectScopeSchema } from '#lib/features/services/schema.ts'
import { usernameSchema } from '#lib/features/users/schema.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'
import { MOST_AT_ONCE } from './types.ts'

const workspaceRoleSchema = z.enum(WORKSPACE_ROLES)
const projectRoleSchema = z.enum(SCOPED_ROLES)
/** A preset role, or the name of one that the DevOps project made. */
const devopsRoleSchema = nameSchema

const listFields = {
  ...pageRequestSchema.shape,
  sort: z.enum(['name', 'lastLoginAt']).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
}
const candidateFields = { search: pageRequestSchema.shape.search }

const invitation = <R extends z.ZodType<string>>(role: R) => ({
  members: z
    .array(z.strictObject({ username: usernameSchema, role }))
    .min(1, { error: 'required' })
    .max(MOST_AT_ONCE)
    .refine((members) => new Set(members.map(({ username }) => username)).size === members.length, {
      error: 'duplicate',
    }),
})
const removal = { usernames: z.array(usernameSchema).min(1, { error: 'required' }).max(MOST_AT_ONCE) }

export const listWorkspaceMembersSchema = workspaceScopeSchema.extend({
  ...listFields,
  role: workspaceRoleSchema.optional(),
})
export const listProjectMembersSchema = projectScopeSchema.extend({ ...listFields, role: projectRoleSchema.optional() })
export const listDevopsMembersSchema = devopsScopeSchema.extend({ ...listFields, role: devopsRoleSchema.optional() })

export const workspaceCandidatesSchema = workspaceScopeSchema.extend(candidateFields)
export const projectCandidatesSchema = projectScopeSchema.extend(candidateFields)
export const devopsCandidatesSchema = devopsScopeSchema.extend(candidateFields)

export const inviteToWorkspaceSchema = workspaceScopeSchema.extend(invitation(workspaceRoleSchema))
export const inviteToProjectSchema = projectScopeSchema.extend(invitation(projectRoleSchema))
export const inviteToDevopsSchema = devopsScopeSchema.extend(invitation(devopsRoleSchema))

export const changeWorkspaceRoleSchema = workspaceScopeSchema.extend({
  username: usernameSchema,
  role: workspaceRoleSchema,
})
export const changeProjectRoleSchema = projectScopeSchema.extend({ username: usernameSchema, role: projectRoleSchema })
export const changeDevopsRoleSchema = devopsScopeSchema.extend({ username: usernameSchema, role: devopsRoleSchema })

export const removeFromWorkspaceSchema = workspaceScopeSchema.extend(removal)
export const removeFromProjectSchema = projectScopeSchema.extend(removal)
export const removeFromDevopsSchema = devopsScopeSchema.extend(removal)
