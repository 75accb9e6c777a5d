/**
 * What a DevOps project may deploy, where and from, as stored in `DevopsProject.policy`: set by its admin, checked by the wizard and the
 * create action, and again by the engine after rendering: what a repository contains is known only then. Pure data.
 */
import { z } from 'zod'
import { nameSchema } from '#lib/core/names.ts'
import type { Reason } from '#lib/core/reasons.ts'

const names = z.array(nameSchema).max(500)

/**
 * What a repository may be: its address ("https://git.example.com/team/*", with scheme and host spelled out, since a "*" there would reach
 * hosts of others) or its name in the DevOps project ("team-*"). "*" stands for any text.
 */
const repositoryPattern = z
  .string()
  .trim()
  .min(1, { error: 'required' })
  .max(300, { error: 'too_long' })
  .regex(/^([a-z0-9*-]+|(https?|ssh):\/\/[^\s/*?#]+\/[^\s?#]*)$/, { error: 'pattern_format' })

export const devopsPolicySchema = z.strictObject({
  /** Where deployments may go. Empty: to every project of the workspace. "*": to every project of the workspace on that cluster. */
  destinations: z
    .array(z.strictObject({ cluster: nameSchema, namespaces: z.union([z.literal('*'), names]) }))
    .max(200)
    .default([]),
  /** Namespaces that manifests may name besides the destination and the projects of the workspace. */
  extraNamespaces: z
    .array(z.strictObject({ cluster: nameSchema, namespace: nameSchema }))
    .max(500)
    .default([]),
  /** Cluster-scoped kinds that manifests may contain, none by default; "*" stands for every kind of a group, or for every group. */
  clusterKinds: z
    .array(z.strictObject({ group: z.string().max(253).default(''), kind: z.string().min(1).max(63) }))
    .max(200)
    .default([]),
  /** Services may take traffic to addresses of their choice (`externalIPs`), also to those of others. */
  externalIps: z.boolean().default(false),
  /** Code repositories that deployments may read, by address or name. */
  repositories: z.union([z.literal('*'), z.array(repositoryPattern).max(200)]).default('*'),
})
export type DevopsPolicy = z.infer<typeof devopsPolicySchema>

const NOTHING: DevopsPolicy = {
  destinations: [{ cluster: '', namespaces: [] }],
  extraNamespaces: [],
  clusterKinds: [],
  externalIps: false,
  repositories: [],
}

/** The stored policy; one that cannot be read allows nothing. */
export function parsePolicy(stored: unknown): DevopsPolicy {
  const result = devopsPolicySchema.safeParse(stored)
  return result.success ? result.data : NOTHING
}

/** True when deployments may go to the cluster. Whether the workspace may use it is another question. */
export const allowsCluster = (policy: DevopsPolicy, cluster: string): boolean =>
  policy.destinations.length === 0 || policy.destinations.some((entry) => entry.cluster === cluster)

/** True when deployments may go to this project of the workspace. */
export const allowsProject = (policy: DevopsPolicy, cluster: string, project: string): boolean =>
  policy.destinations.length === 0 ||
  policy.destinations.some(
    (entry) => entry.cluster === cluster && (entry.namespaces === '*' || entry.namespaces.includes(project)),
  )

export type Destination = {
  cluster: string
  namespace: string
  /** The workspace may use the cluster. */
  isClusterOfWorkspace: boolean
  /** The namespace is a project of the workspace. */
  isProject: boolean
  /** The deployment may create its project. Whether the namespace is really new, only the API server knows. */
  createNamespace: boolean
}

/**
 * Why a deployment may not go there, or null when it may: to a project of its workspace or to one it creates. The policy only narrows
 * that: a name that it keeps of a project that is gone must not lead into the namespace of whoever has the name next.
 */
export function destinationRefusal(policy: DevopsPolicy, destination: Destination): Reason | null {
  const { cluster, namespace, isClusterOfWorkspace, isProject, createNamespace } = destination
  if (!isClusterOfWorkspace || !allowsCluster(policy, cluster)) return 'cluster_not_allowed'
  return allowsProject(policy, cluster, namespace) && (isProject || createNamespace) ? null : 'project_not_allowed'
}

export type RepositoryRef = { name: string; url: string }

/** True when code from the code repository may be deployed. */
export const allowsRepository = ({ repositories }: DevopsPolicy, repository: RepositoryRef): boolean =>
  repositories === '*' || repositories.some((pattern) => matchesRepository(pattern, repository))

/** An address is compared without a final "/" or ".git", its scheme and host without regard to case. */
const comparable = (url: string): string =>
  url.replace(/^[a-z]+:\/\/[^/]*/i, (start) => start.toLowerCase()).replace(/\/$|\.git\/?$/, '')

/** A path that a server may read as another one matches no pattern. */
const isPlain = (url: string): boolean => !/\/\.{1,2}(\/|$)|%2e|%2f|\\/i.test(url)

function matchesRepository(pattern: string, { name, url }: RepositoryRef): boolean {
  if (!pattern.includes('://')) return matches(pattern, name)
  return isPlain(url) && matches(comparable(pattern), comparable(url))
}

/** "*" stands for any text. Each part is looked for once, from left to right: no pattern takes longer than the text is long. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return text === pattern
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

/** True when manifests may contain this cluster-scoped kind. */
export const allowsClusterKind = (policy: DevopsPolicy, group: string, kind: string): boolean =>
  policy.clusterKinds.some(
    (allowed) => (allowed.group === '*' || allowed.group === group) && (allowed.kind === '*' || allowed.kind === kind),
  )

/**
 * The namespaces on a cluster of the workspace that deployments of the DevOps project may write to: the allowed ones among the workspace's
 * projects, and (`named`) its extra namespaces, which need not be projects. Rights are given in exactly these.
 */
export function allowedNamespaces(
  policy: DevopsPolicy,
  { cluster, projects }: { cluster: string; projects: ReadonlySet<string> },
): { projects: Set<string>; named: Set<string> } {
  const extra = policy.extraNamespaces.filter((entry) => entry.cluster === cluster)
  return {
    projects: new Set([...projects].filter((project) => allowsProject(policy, cluster, project))),
    named: new Set(extra.map(({ namespace }) => namespace)),
  }
}

/** True when manifests may put objects into this namespace, which is neither the destination nor made by the same set. */
export function allowsNamespace(
  policy: DevopsPolicy,
  place: { cluster: string; namespace: string; projects: ReadonlySet<string> },
): boolean {
  const { projects, named } = allowedNamespaces(policy, place)
  return projects.has(place.namespace) || named.has(place.namespace)
}
