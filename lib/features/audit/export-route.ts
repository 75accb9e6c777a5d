import 'server-only'
import type { z } from 'zod'
import { contentDisposition } from '#lib/actions/attachment.ts'
import { defineRoute } from '#lib/actions/define-route.ts'
import { recordAudit, workOf } from '#lib/audit/record.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { withTransaction } from '#lib/db/client.ts'
import { readAudit, type AuditScope } from './find.ts'
import { csvHead, csvLine, jsonLine } from './lines.ts'
import { exportAuditSchema, exportWorkspaceAuditSchema } from './schema.ts'

/** Lines of one file; who needs more exports by time range. */
export const MOST_EXPORTED = 100_000

const FORMATS = {
  csv: { type: 'text/csv; charset=utf-8', head: csvHead, line: csvLine },
  jsonl: { type: 'application/x-ndjson; charset=utf-8', head: () => '', line: jsonLine },
} as const

type Asked = { requestId: string; actor: Actor; scope: AuditScope }

/** The lines that the filter leaves, as a file, sent as they are read at the reader's pace. The export is itself a line of the log. */
async function exported(
  { actor, requestId, scope }: Asked,
  { format, ...filter }: z.output<typeof exportAuditSchema>,
): Promise<Response> {
  await withTransaction((tx) =>
    recordAudit(workOf(tx, requestId, actor), scope, {
      action: 'audit.export',
      target: { type: 'audit', id: format, name: format },
      details: filter,
    }),
  )
  const { type, head, line } = FORMATS[format]
  const batches = readAudit(scope, filter, MOST_EXPORTED)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (head() !== '') controller.enqueue(encoder.encode(head()))
    },
    pull: async (controller) => {
      const { done, value } = await batches.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value.map(line).join('')))
    },
    cancel: async () => void (await batches.return(undefined)),
  })
  const of = scope.kind === 'workspace' ? `${scope.workspace}-` : ''
  const name = `ieum-audit-${of}${new Date().toISOString().slice(0, 10)}.${format}`
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': contentDisposition(name),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** The platform's lines as a file. */
export const exportAuditRoute = defineRoute({
  name: 'audit.export',
  scope: 'platform',
  permission: 'platform.audit.view',
  input: exportAuditSchema,
  respond: exported,
})

/** A workspace's lines as a file. */
export const exportWorkspaceAuditRoute = defineRoute({
  name: 'audit.export-of-workspace',
  scope: 'workspace',
  permission: 'workspace.audit.view',
  input: exportWorkspaceAuditSchema,
  respond: exported,
})
