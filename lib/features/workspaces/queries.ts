import 'server-only'
import { SIGNED_IN } from '#lib/actions/definition.ts'
import { defineQuery } from '#lib/actions/define-query.ts'
import { AppError } from '#lib/core/errors.ts'
import { findAllWorkspaces, findWorkspaceChoices } from './platform-list.ts'
import { readOverview } from './overview.ts'
import { findWorkspaces } from './repository.ts'
import {
  listAllWorkspacesSchema,
  listWorkspacesSchema,
  workspaceChoicesSchema,
  workspaceScopeSchema,
} from './schema.ts'

/** Workspaces the person is a member of; all of them for platform roles that rule all. */
export const listWorkspaces = defineQuery({
  name: 'workspaces.list',
  scope: 'session',
  permission: SIGNED_IN,
  input: listWorkspacesSchema,
  run: ({ actor }) => findWorkspaces(actor),
})

export const getWorkspace = defineQuery({
  name: 'workspaces.get',
  scope: 'workspace',
  permission: 'workspace.view',
  input: workspaceScopeSchema,
  run: async ({ actor, scope }) => {
    const [workspace] = await findWorkspaces(actor, scope.workspaceId)
    if (!workspace) throw new AppError('NOT_FOUND')
    return workspace
  },
})

/** All workspaces, for those who manage them. */
export const listAllWorkspaces = defineQuery({
  name: 'workspaces.list-all',
  scope: 'platform',
  permission: 'platform.workspaces.view',
  input: listAllWorkspacesSchema,
  run: (_, input) => findAllWorkspaces(input),
})

/** Whom a new workspace may be given to, and the clusters it may use. */
export const listWorkspaceChoices = defineQuery({
  name: 'workspaces.choices',
  scope: 'platform',
  permission: 'platform.workspaces.manage',
  input: workspaceChoicesSchema,
  run: (_, input) => findWorkspaceChoices(input),
})

/** What the workspace holds and what happened in it lately. */
export const getWorkspaceOverview = defineQuery({
  name: 'workspaces.overview',
  scope: 'workspace',
  permission: 'workspace.view',
  input: workspaceScopeSchema,
  run: ({ actor, scope }) => readOverview(actor, scope),
})
