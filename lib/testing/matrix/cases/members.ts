/** Members of workspaces, projects and DevOps projects, and the roles of these. */
import { ok, refused, type CaseMaker } from '../case.ts'
import { GUEST, NAMES, TARGET } from '../fixture.ts'
import { PRINCIPALS, type Principal } from '../principals.ts'

const inWorkspace = { workspace: NAMES.workspace }
const inProject = { ...inWorkspace, cluster: NAMES.cluster, project: NAMES.project }
const inDevops = { ...inWorkspace, devopsProject: NAMES.devopsProject }
/** Somebody who is a member everywhere: an invitation changes nothing, nor does the role that is held already. */
const invitation = (role: string) => ({ members: [{ username: GUEST, role }] })
const same = (role: string) => ({ username: GUEST, role })
const oneself = (who: Principal) => ({ usernames: [PRINCIPALS[who] ?? GUEST] })
const MEMBER = 'CONFLICT already_member'
const SELF = 'PRECONDITION own_membership'

const role = { ...inDevops, name: TARGET, alias: '', description: '', permissions: ['devops.members.view'] }

export const MEMBER_CASES: Record<string, CaseMaker> = {
  'members.list-of-workspace': () => ok(inWorkspace),
  'members.candidates-of-workspace': () => ok(inWorkspace),
  'members.invite-to-workspace': () => refused(MEMBER, { ...inWorkspace, ...invitation('regular') }),
  'members.change-workspace-role': () => ok({ ...inWorkspace, ...same('regular') }),
  'members.remove-from-workspace': (_, who) => refused(SELF, { ...inWorkspace, ...oneself(who) }),
  'members.list-of-project': () => ok(inProject),
  'members.candidates-of-project': () => ok(inProject),
  'members.invite-to-project': () => refused(MEMBER, { ...inProject, ...invitation('viewer') }),
  'members.change-project-role': () => ok({ ...inProject, ...same('viewer') }),
  'members.remove-from-project': (_, who) => refused(SELF, { ...inProject, ...oneself(who) }),
  'members.list-of-devops': () => ok(inDevops),
  'members.candidates-of-devops': () => ok(inDevops),
  'members.invite-to-devops': () => refused(MEMBER, { ...inDevops, ...invitation('viewer') }),
  'members.change-devops-role': () => ok({ ...inDevops, ...same(TARGET) }),
  'members.remove-from-devops': (_, who) => refused(SELF, { ...inDevops, ...oneself(who) }),
  'roles.list': () => ok(inDevops),
  'roles.create': (_, __, unique) => ok({ ...role, name: unique }),
  'roles.edit': () => refused('CONFLICT version_changed', { ...role, version: 0 }),
  'roles.delete': () => refused('PRECONDITION role_in_use', { ...inDevops, name: TARGET }),
}
