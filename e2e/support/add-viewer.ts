/**
 * `node e2e/support/add-viewer.ts <data directory> <username> <password>`: adds a person who may only look at the demonstration's DevOps
 * project and project, through the domain functions, on the running installation's database. Does nothing for one who exists.
 */
import { parseArgs } from 'node:util'
import { nameDatabase } from './database.ts'

const [dataDir = '', username = '', password = ''] = parseArgs({ allowPositionals: true }).positionals
await nameDatabase(dataDir)

const { closeDb, db, withTransaction } = await import('../../lib/db/client.ts')
const { systemWork } = await import('../../lib/audit/record.ts')
const { createUser } = await import('../../lib/features/users/create-user.ts')
const { setDevopsProjectMember, setProjectMember, setWorkspaceMember } =
  await import('../../lib/features/members/set-member.ts')

const devops = await db.devopsProject.findFirstOrThrow({ where: { name: 'demo-devops' }, include: { workspace: true } })
const { workspace } = devops
const project = await db.project.findFirstOrThrow({
  where: { name: 'demo-project', workspaceId: workspace.id },
  include: { cluster: true },
})
const place = { workspaceId: workspace.id, workspace: workspace.name }
if ((await db.user.count({ where: { username } })) === 0)
  await withTransaction(async (tx) => {
    const work = systemWork(tx)
    await createUser(work, { username, email: `${username}@example.com`, password })
    await setWorkspaceMember(work, { kind: 'workspace', ...place }, { username, role: 'regular' })
    await setDevopsProjectMember(
      work,
      { kind: 'devops', ...place, devopsProjectId: devops.id, devopsProject: devops.name },
      { username, role: 'viewer' },
    )
    await setProjectMember(
      work,
      {
        kind: 'project',
        ...place,
        projectId: project.id,
        namespace: project.name,
        clusterId: project.cluster.id,
        cluster: project.cluster.name,
      },
      { username, role: 'viewer' },
    )
  })
await closeDb()
