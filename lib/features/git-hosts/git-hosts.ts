/** The allow-list of Git hosts with private addresses. The Git door reads it before every connection, so a change bites at the next check. */
import type { AuditAction } from '#lib/core/audited.ts'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { changeSetting, readSetting, readVersioned } from '#lib/features/system/public.ts'
import { hostAndPort, parseGitUrl } from '#lib/git/url.ts'
import { riskOf } from './schema.ts'
import type { GitHost, GitHostList } from './types.ts'

const MOST_REPOSITORIES = 20
const MOST_HOSTS = 1000

function hostOf(url: string): string {
  try {
    return hostAndPort(parseGitUrl(url))
  } catch {
    return ''
  }
}

type Users = Map<string, GitHost['repositories']>

/** Repositories by the host they are read from, as far as it is one of these. */
async function usersOf(hosts: readonly string[]): Promise<Users> {
  const users: Users = new Map(hosts.map((host) => [host, []]))
  if (hosts.length === 0) return users
  const rows = await db.codeRepository.findMany({
    orderBy: { name: 'asc' },
    select: { url: true, name: true, devopsProject: { select: { name: true, workspace: { select: { name: true } } } } },
  })
  for (const { url, name, devopsProject } of rows)
    users.get(hostOf(url))?.push({ workspace: devopsProject.workspace.name, devopsProject: devopsProject.name, name })
  return users
}

/** The list with who uses each host, by name. */
export async function listGitHosts(): Promise<GitHostList> {
  const [{ value, version }, demo] = await Promise.all([
    readVersioned(db, 'git.allowedPrivateHosts'),
    readSetting(db, 'demo.gitHost'),
  ])
  const users = await usersOf(value)
  const hosts = value.toSorted().map((host) => {
    const repositories = users.get(host) ?? []
    return {
      ...{ host, risk: riskOf(host), isDemo: host === demo },
      repositories: repositories.slice(0, MOST_REPOSITORIES),
      repositoryCount: repositories.length,
    }
  })
  return { version, hosts }
}

type Change = { host: string; version: number }

async function change(work: Work, { host, version }: Change, action: AuditAction, next: (hosts: string[]) => string[]) {
  const { value: before, version: present } = await readVersioned(work.tx, 'git.allowedPrivateHosts')
  if (present !== version) throw new AppError('CONFLICT', { reason: 'version_changed' })
  const after = next(before)
  const changed = await changeSetting(work.tx, 'git.allowedPrivateHosts', version, after)
  await recordAudit(
    work,
    { kind: 'platform' },
    {
      action,
      target: { type: 'git-host', id: host, name: host },
      details: { before, after },
    },
  )
  return { version: changed }
}

/** Allows a host. Throws VALIDATION for one that is allowed already, CONFLICT `version_changed` when somebody has edited the list since. */
export function addGitHostIn(work: Work, input: Change): Promise<{ version: number }> {
  return change(work, input, 'git-host.allow', (hosts) => {
    if (hosts.includes(input.host)) throw new AppError('VALIDATION', { fields: { host: { code: 'duplicate' } } })
    if (hosts.length >= MOST_HOSTS)
      throw new AppError('VALIDATION', { fields: { host: { code: 'number_max', params: { limit: MOST_HOSTS } } } })
    return [...hosts, input.host]
  })
}

/** Takes a host off the list; its repositories fail at their next check. Throws NOT_FOUND, CONFLICT `version_changed`. */
export function removeGitHostIn(work: Work, input: Change): Promise<{ version: number }> {
  return change(work, input, 'git-host.disallow', (hosts) => {
    if (!hosts.includes(input.host)) throw new AppError('NOT_FOUND')
    return hosts.filter((host) => host !== input.host)
  })
}
