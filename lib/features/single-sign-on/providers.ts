/** Providers as a platform administrator keeps them. Each is tried before it is kept, as clusters are. */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor } from '#lib/authz/actor.ts'
import type { AuditAction } from '#lib/core/audited.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { testProvider } from '#lib/oidc/provider.ts'
import { allowsLocal, findProvider, redirectUriOf, sealClientSecret } from './provider.ts'
import type { addProviderSchema, editProviderSchema, removeProviderSchema } from './schema.ts'
import type { Mapping, MappingTarget, Place, ProviderList, TestedProvider } from './types.ts'

const MOST_PLACES = 500

const mappingSelect = {
  ...{ id: true, group: true, platformRole: true, workspaceRole: true, devopsRole: true },
  workspace: { select: { name: true } },
  devopsProject: { select: { name: true, workspace: { select: { name: true } } } },
} as const

const findRows = () =>
  db.identityProvider.findMany({
    orderBy: { name: 'asc' },
    select: {
      ...{ name: true, displayName: true, issuer: true, clientId: true, clientSecret: true, scopes: true },
      ...{ groupsClaim: true, createsPeople: true, version: true },
      mappings: { orderBy: [{ group: 'asc' }, { id: 'asc' }], select: mappingSelect },
      identities: { select: { user: { select: { passwordHash: true } } } },
    },
  })

type Row = Awaited<ReturnType<typeof findRows>>[number]

/** The check in the database says that one of the three is there. */
function targetOf({
  platformRole,
  workspace,
  workspaceRole,
  devopsProject,
  devopsRole,
}: Row['mappings'][number]): MappingTarget {
  if (workspace && workspaceRole) return { kind: 'workspace', workspace: workspace.name, role: workspaceRole }
  if (devopsProject && devopsRole)
    return {
      ...{ kind: 'devops', workspace: devopsProject.workspace.name, devopsProject: devopsProject.name },
      role: devopsRole,
    }
  return { kind: 'platform', role: platformRole ?? 'platform_regular' }
}

const toMapping = (row: Row['mappings'][number]): Mapping => ({ id: row.id, group: row.group, target: targetOf(row) })

/** Every provider with its mappings, without its secret. */
export async function listProviders(): Promise<ProviderList> {
  const rows = await findRows()
  const providers = rows.map(({ clientSecret, identities, mappings, ...row }) => ({
    ...row,
    hasSecret: clientSecret !== null,
    redirectUri: redirectUriOf(row.name),
    people: identities.length,
    withoutPassword: identities.filter(({ user }) => user.passwordHash === null).length,
    mappings: mappings.map(toMapping),
  }))
  return { redirectBase: redirectUriOf(''), providers }
}

/** Where a group may give a role: every workspace with its DevOps projects, by name. */
export async function listPlaces(): Promise<Place[]> {
  const rows = await db.workspace.findMany({
    ...{ orderBy: { name: 'asc' }, take: MOST_PLACES },
    select: { name: true, devopsProjects: { orderBy: { name: 'asc' }, take: MOST_PLACES, select: { name: true } } },
  })
  return rows.map(({ name, devopsProjects }) => ({
    workspace: name,
    devopsProjects: devopsProjects.map((project) => project.name),
  }))
}

/** Asks the provider for its description and keys; nothing is kept. Throws as `openProvider`. */
export const tryProvider = ({ issuer, clientId }: { issuer: string; clientId: string }): Promise<TestedProvider> =>
  testProvider({ issuer, clientId, clientSecret: null, allowsLocal: allowsLocal() })

const audit = (work: Work, id: string, name: string, action: AuditAction, details: Record<string, unknown>) =>
  recordAudit(work, { kind: 'platform' }, { action, target: { type: 'identity-provider', id, name }, details })

/** Keeps a provider that was tried. Throws CONFLICT `name_taken` at the name, and CONFLICT at the issuer of another provider. */
export async function addProviderIn(work: Work, input: z.output<typeof addProviderSchema>): Promise<null> {
  const { clientSecret, ...data } = input
  const id = randomUUID()
  const secret = sealClientSecret(id, clientSecret)
  if (await work.tx.identityProvider.findUnique({ where: { issuer: data.issuer }, select: { id: true } }))
    throw new AppError('CONFLICT', { fields: { issuer: { code: 'already_there' } } })
  await work.tx.identityProvider.create({ data: { id, ...data, clientSecret: secret }, select: { id: true } })
  const { name, ...details } = data
  await audit(work, id, name, 'identity-provider.add', { ...details, hasSecret: secret !== null })
  return null
}

/** Changes what may change: not the name (the redirect URI has it), not the issuer (identities are its). Throws NOT_FOUND, CONFLICT `version_changed`. */
export async function editProviderIn(
  work: Work,
  { name, version, clientSecret, removesSecret, ...data }: z.output<typeof editProviderSchema>,
): Promise<null> {
  const { id } = await findProvider(name, work.tx)
  const changesSecret = removesSecret || clientSecret !== ''
  const secret = changesSecret ? { clientSecret: removesSecret ? null : sealClientSecret(id, clientSecret) } : {}
  const { count } = await work.tx.identityProvider.updateMany({
    where: { id, version },
    data: { ...data, ...secret, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await audit(work, id, name, 'identity-provider.edit', { ...data, changesSecret })
  return null
}

/** Throws PRECONDITION `last_admin` when every administrator is one by this provider's groups. */
async function requireOtherAdmin({ tx }: Work, providerId: string): Promise<void> {
  const admins = await tx.$queryRaw<{ roleProviderId: string | null }[]>`
    SELECT "roleProviderId" FROM "User" WHERE "platformRole" = 'platform_admin' AND "disabledAt" IS NULL
    ORDER BY "id" FOR UPDATE`
  if (admins.every(({ roleProviderId }) => roleProviderId === providerId))
    throw new AppError('PRECONDITION', { reason: 'last_admin' })
}

/** All that its groups gave goes with it, and so does every session of the people whom it let in, but the actor's own. */
async function takeBack({ tx }: Work, actor: Actor, providerId: string): Promise<void> {
  const linked = { identities: { some: { providerId } }, id: { not: actor.id } }
  await tx.session.deleteMany({ where: { user: linked } })
  await tx.user.updateMany({ where: linked, data: { sessionVersion: { increment: 1 } } })
  await tx.user.updateMany({
    where: { roleProviderId: providerId },
    data: { platformRole: 'platform_regular', roleProviderId: null, version: { increment: 1 } },
  })
  await tx.devopsProjectMember.deleteMany({ where: { providerId } })
  await tx.workspaceMember.deleteMany({ where: { providerId } })
}

/**
 * Removes a provider with its mappings and links, and what its groups gave. Throws VALIDATION `confirmation_mismatch`, NOT_FOUND, CONFLICT
 * `version_changed`, PRECONDITION `last_admin`.
 */
export async function removeProviderIn(
  work: Work,
  actor: Actor,
  { name, version, confirmation }: z.output<typeof removeProviderSchema>,
): Promise<null> {
  if (confirmation !== name)
    throw new AppError('VALIDATION', {
      ...{ reason: 'confirmation_mismatch', fields: { confirmation: { code: 'mismatch' } } },
    })
  const { id, issuer, version: present } = await findProvider(name, work.tx)
  if (present !== version) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await requireOtherAdmin(work, id)
  await takeBack(work, actor, id)
  const { count } = await work.tx.identityProvider.deleteMany({ where: { id, version } })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await audit(work, id, name, 'identity-provider.remove', { issuer })
  return null
}
