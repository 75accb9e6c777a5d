/** The world of the tutorial: who is who, and where they work. Made once; what people change or delete afterwards stays so. */
import type { Work } from '#lib/audit/record.ts'
import type { WorkspaceRole } from '#lib/authz/actor.ts'
import { createDevopsProject } from '#lib/features/devops-projects/create-devops-project.ts'
import { setDevopsProjectMember, setProjectMember, setWorkspaceMember } from '#lib/features/members/set-member.ts'
import { createProject } from '#lib/features/projects/create-project.ts'
import { createUser } from '#lib/features/users/create-user.ts'
import { allowCluster, createWorkspace } from '#lib/features/workspaces/create-workspace.ts'

/** People of the demonstration with their role in the workspace, as the tutorial's quick start invites them. */
export const DEMO_USERS: readonly { username: string; role: WorkspaceRole }[] = [
  { username: 'ws-admin', role: 'admin' },
  { username: 'project-admin', role: 'self_provisioner' },
  { username: 'project-regular', role: 'viewer' },
]

export type Demo = {
  /** Password of every person of the demonstration. */
  password: string
  /** Name of a cluster that exists. */
  cluster: string
}

const unnamed = { alias: '', description: '' }

export async function seedDemo(work: Work, { password, cluster }: Demo): Promise<void> {
  const workspace = await createWorkspace(work, { name: 'demo-workspace' })
  await allowCluster(work, workspace, cluster)
  for (const { username, role } of DEMO_USERS) {
    await createUser(work, { username, email: `${username}@example.com`, password })
    await setWorkspaceMember(work, workspace, { username, role })
  }
  const project = await createProject(work, workspace, { name: 'demo-project', cluster, ...unnamed })
  const devops = await createDevopsProject(work, workspace, { name: 'demo-devops', ...unnamed })
  for (const [username, role] of [['project-admin', 'admin'] as const, ['project-regular', 'operator'] as const]) {
    await setProjectMember(work, project, { username, role })
    await setDevopsProjectMember(work, devops, { username, role })
  }
}
