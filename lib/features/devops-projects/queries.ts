import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { AppError } from '#lib/core/errors.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'
import { findDevopsProjects } from './repository.ts'
import { devopsScopeSchema } from './schema.ts'

/** DevOps projects of the workspace that the person may see. */
export const listDevopsProjects = defineQuery({
  name: 'devops-projects.list',
  scope: 'workspace',
  permission: 'workspace.view',
  input: workspaceScopeSchema,
  run: ({ actor, scope }) => findDevopsProjects(actor, scope),
})

export const getDevopsProject = defineQuery({
  name: 'devops-projects.get',
  scope: 'devops',
  permission: 'devops.view',
  input: devopsScopeSchema,
  run: async ({ actor, scope }) => {
    const [project] = await findDevopsProjects(actor, scope, scope.devopsProjectId)
    if (!project) throw new AppError('NOT_FOUND')
    return project
  },
})
