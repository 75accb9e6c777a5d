import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { AppError } from '#lib/core/errors.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'
import { findProjects } from './repository.ts'
import { projectScopeSchema } from './schema.ts'

/** Projects of the workspace that the person may see. */
export const listProjects = defineQuery({
  name: 'projects.list',
  scope: 'workspace',
  permission: 'workspace.view',
  input: workspaceScopeSchema,
  run: ({ actor, scope }) => findProjects(actor, scope),
})

export const getProject = defineQuery({
  name: 'projects.get',
  scope: 'project',
  permission: 'project.view',
  input: projectScopeSchema,
  run: async ({ actor, scope }) => {
    const [project] = await findProjects(actor, scope, scope.projectId)
    if (!project) throw new AppError('NOT_FOUND')
    return project
  },
})
