/**
 * `node e2e/support/set-policy.ts <data directory> <DevOps project> <policy as JSON>`: sets the policy as its admin would, through the
 * domain function, on the running installation's database.
 */
import { parseArgs } from 'node:util'
import { nameDatabase } from './database.ts'

const [dataDir = '', name = '', policy = '{}'] = parseArgs({ allowPositionals: true }).positionals
await nameDatabase(dataDir)

const { closeDb, db, withTransaction } = await import('../../lib/db/client.ts')
const { systemWork } = await import('../../lib/audit/record.ts')
const { setDevopsProjectPolicy } = await import('../../lib/features/devops-projects/set-policy.ts')

const project = await db.devopsProject.findFirstOrThrow({ where: { name }, include: { workspace: true } })
const { workspace } = project
await withTransaction((tx) =>
  setDevopsProjectPolicy(
    systemWork(tx),
    {
      kind: 'devops',
      workspaceId: workspace.id,
      workspace: workspace.name,
      devopsProjectId: project.id,
      devopsProject: name,
    },
    JSON.parse(policy) as Parameters<typeof setDevopsProjectPolicy>[2],
  ),
)
await closeDb()
