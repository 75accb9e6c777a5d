import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { findAuditPage, findFacets } from './find.ts'
import { auditFacetsSchema, listAuditSchema } from './schema.ts'

const access = { scope: 'platform', permission: 'platform.audit.view' } as const

/** Who did what where. */
export const listAudit = defineQuery({
  name: 'audit.list',
  ...access,
  input: listAuditSchema,
  run: (_, input) => findAuditPage(input),
})

/** What the log can be filtered by. */
export const getAuditFacets = defineQuery({
  name: 'audit.facets',
  ...access,
  input: auditFacetsSchema,
  run: () => findFacets(),
})
