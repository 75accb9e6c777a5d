/**
 * The roles that groups give, made true at a log-in (docs/adr/0023). What was given by hand, or by another provider, is left as it is; what this
 * provider gave follows its groups.
 */
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { endSessions } from '#lib/auth/sessions.ts'
import type { PlatformRole } from '#lib/authz/actor.ts'
import { lockMembers } from '#lib/features/members/public.ts'
import { isLastAdmin } from '#lib/features/users/public.ts'
import { wantedRoles, type WantedRoles } from './wanted-roles.ts'

type Person = { id: string; username: string }
type Giver = { id: string; name: string }
/** One kind of place, as far as it matters here: what is held there, and how it is written. */
type Held<Role> = { id: string; role: Role | null; providerId: string | null }
type Step<Role> = { id: string; from: Role | null; to: Role | null }

/** What changes: places whose role is this provider's to give. Pure. */
export function stepsOf<Role>(
  held: readonly Held<Role>[],
  wanted: ReadonlyMap<string, Role>,
  providerId: string,
): Step<Role>[] {
  const here = new Map(held.map((one) => [one.id, one]))
  const gone = held.filter((one) => one.providerId === providerId && !wanted.has(one.id))
  const given = [...wanted].flatMap(([id, to]): Step<Role>[] => {
    const before = here.get(id)
    if (before === undefined) return [{ id, from: null, to }]
    return before.providerId === providerId && before.role !== to ? [{ id, from: before.role, to }] : []
  })
  return [...given, ...gone.map(({ id, role }) => ({ id, from: role, to: null }))]
}

const targetOf = ({ id, username }: Person) => ({ type: 'user', id, name: username })
const actionOf = (to: unknown) => (to === null ? 'member.remove' : 'member.set-role')

async function applyToWorkspaces(work: Work, giver: Giver, person: Person, wanted: WantedRoles): Promise<void> {
  const { tx } = work
  const rows = await tx.workspaceMember.findMany({ where: { userId: person.id } })
  const held = rows.map(({ workspaceId, role, providerId }) => ({ id: workspaceId, role, providerId }))
  for (const { id, from, to } of stepsOf(held, wanted.workspaces, giver.id)) {
    const key = { workspaceId: id, userId: person.id }
    if (to === null) await tx.workspaceMember.delete({ where: { workspaceId_userId: key } })
    else
      await tx.workspaceMember.upsert({
        where: { workspaceId_userId: key },
        create: { ...key, role: to, providerId: giver.id },
        update: { role: to },
      })
    const { name: workspace } = await tx.workspace.findUniqueOrThrow({ where: { id }, select: { name: true } })
    await recordAudit(
      work,
      { kind: 'workspace', workspaceId: id, workspace },
      { action: actionOf(to), target: targetOf(person), details: { from, role: to, provider: giver.name } },
    )
  }
}

async function applyToDevopsProjects(work: Work, giver: Giver, person: Person, wanted: WantedRoles): Promise<void> {
  const { tx } = work
  const rows = await tx.devopsProjectMember.findMany({ where: { userId: person.id } })
  const held = rows.map(({ devopsProjectId, role, providerId }) => ({ id: devopsProjectId, role, providerId }))
  const roles = new Map([...wanted.devopsProjects].map(([id, { role }]) => [id, role]))
  for (const { id, from, to } of stepsOf(held, roles, giver.id)) {
    const key = { devopsProjectId: id, userId: person.id }
    if (to === null) await tx.devopsProjectMember.delete({ where: { devopsProjectId_userId: key } })
    else
      await tx.devopsProjectMember.upsert({
        where: { devopsProjectId_userId: key },
        create: { ...key, role: to, providerId: giver.id },
        update: { role: to },
      })
    const { name, workspaceId, workspace } = await tx.devopsProject.findUniqueOrThrow({
      where: { id },
      select: { name: true, workspaceId: true, workspace: { select: { name: true } } },
    })
    await recordAudit(
      work,
      { kind: 'devops', workspaceId, workspace: workspace.name, devopsProjectId: id, devopsProject: name },
      { action: actionOf(to), target: targetOf(person), details: { from, role: to, provider: giver.name } },
    )
  }
}

/** What the platform role becomes; the same as now for one that was given otherwise. Pure. */
export function platformRoleOf(
  { platformRole, roleProviderId }: { platformRole: PlatformRole; roleProviderId: string | null },
  wanted: PlatformRole | null,
  providerId: string,
): { platformRole: PlatformRole; roleProviderId: string | null } {
  const isOurs = roleProviderId === providerId || (roleProviderId === null && platformRole === 'platform_regular')
  if (!isOurs) return { platformRole, roleProviderId }
  return wanted === null
    ? { platformRole: 'platform_regular', roleProviderId: null }
    : { platformRole: wanted, roleProviderId: providerId }
}

async function applyToPlatform(work: Work, giver: Giver, { id, username }: Person, wanted: PlatformRole | null) {
  const { tx } = work
  const before = await tx.user.findUniqueOrThrow({
    where: { id },
    select: { id: true, platformRole: true, roleProviderId: true, disabledAt: true },
  })
  const after = platformRoleOf(before, wanted, giver.id)
  if (after.platformRole === before.platformRole && after.roleProviderId === before.roleProviderId) return
  // A provider that has lost a group must not leave a platform that nobody can administrate.
  const isKept = after.platformRole !== 'platform_admin' && (await isLastAdmin(work, before))
  if (!isKept) {
    await tx.user.update({ where: { id }, data: { ...after, version: { increment: 1 } } })
    // One that somebody opened with a password that they had set would come along.
    await endSessions(id, tx)
  }
  await recordAudit(
    work,
    { kind: 'platform' },
    {
      action: isKept ? 'user.keep-last-admin' : 'user.set-role',
      target: { type: 'user', id, name: username },
      details: { from: before.platformRole, to: after.platformRole, provider: giver.name },
    },
  )
}

/** Every workspace that may change, in one order for everybody. */
async function lockPlaces({ tx }: Work, giver: Giver, person: Person, wanted: WantedRoles): Promise<void> {
  const ofPerson = { userId: person.id, providerId: giver.id }
  const [workspaces, devopsProjects] = await Promise.all([
    tx.workspaceMember.findMany({ where: ofPerson, select: { workspaceId: true } }),
    tx.devopsProjectMember.findMany({ where: ofPerson, select: { devopsProject: { select: { workspaceId: true } } } }),
  ])
  const ids = new Set([
    ...wanted.workspaces.keys(),
    ...workspaces.map(({ workspaceId }) => workspaceId),
    ...devopsProjects.map(({ devopsProject }) => devopsProject.workspaceId),
  ])
  for (const workspaceId of [...ids].toSorted()) await lockMembers(tx, { workspaceId })
}

/** Makes the person's roles those of their groups, each change with its audit line. */
export async function applyGroups(work: Work, giver: Giver, person: Person, groups: readonly string[]): Promise<void> {
  const { tx } = work
  const mappings = await tx.groupMapping.findMany({
    where: { providerId: giver.id },
    select: {
      ...{ group: true, platformRole: true, workspaceId: true, workspaceRole: true, devopsRole: true },
      devopsProject: { select: { id: true, workspaceId: true } },
    },
  })
  const wanted = wantedRoles(mappings, groups)
  await lockPlaces(work, giver, person, wanted)
  await applyToPlatform(work, giver, person, wanted.platform)
  await applyToWorkspaces(work, giver, person, wanted)
  await applyToDevopsProjects(work, giver, person, wanted)
}
