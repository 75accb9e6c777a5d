import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'
import { findAuditPage, findFacets } from './find.ts'
import { auditFacetsSchema, listAuditSchema, listWorkspaceAuditSchema } from './schema.ts'

const ofPlatform = { scope: 'platform', permission: 'platform.audit.view' } as const
const ofWorkspace = { scope: 'workspace', permission: 'workspace.audit.view' } as const

/** Who did what where. */
export const listAudit = defineQuery({
  name: 'audit.list',
  ...ofPlatform,
  input: listAuditSchema,
  run: ({ scope }, input) => findAuditPage(scope, input),
})

/** Who did what in one workspace and in everything in it. */
export const listWorkspaceAudit = defineQuery({
  name: 'audit.list-of-workspace',
  ...ofWorkspace,
  input: listWorkspaceAuditSchema,
  run: ({ scope }, input) => findAuditPage(scope, input),
})

/** What the log can be filtered by. */
export const getAuditFacets = defineQuery({
  name: 'audit.facets',
  ...ofPlatform,
  input: auditFacetsSchema,
  run: ({ scope }) => findFacets(scope),
})

/** What a workspace's lines can be filtered by. */
export const getWorkspaceAuditFacets = defineQuery({
  name: 'audit.facets-of-workspace',
  ...ofWorkspace,
  input: workspaceScopeSchema,
  run: ({ scope }) => findFacets(scope),
})
