/**
 * What a delivery tells: only which refs have moved, and that as a hint. Everything else in it (addresses, names, commits) is read by nobody.
 * Pure, and total: whatever stands in the body, there is an answer.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'

export type HostEvent =
  /** Refs by their full names; null: some, nobody knows which. */
  { kind: 'push'; name: string; refs: string[] | null } | { kind: 'ping' | 'other'; name: string }

const EVENT_HEADERS = ['x-github-event', 'x-forgejo-event', 'x-gitea-event', 'x-gitlab-event', 'x-event-key'] as const
const ID_HEADERS = [
  ...['x-github-delivery', 'x-forgejo-delivery', 'x-gitea-delivery', 'x-gitlab-event-uuid', 'x-request-uuid'],
] as const

/** Events by which refs move; a host that names none is a script of somebody's own, which means a push. */
const PUSHES = new Set(['', 'push', 'create', 'delete', 'push hook', 'tag push hook', 'repo:push', 'repo:refs_changed'])
const PINGS = new Set(['ping', 'diagnostics:ping'])

/** More refs in one push than this are as good as all. */
const MOST_REFS = 1000
const LONGEST_REF = 1024

const refName = z.string().min(1).max(LONGEST_REF)
/** GitHub, GitLab, Gitea, Forgejo; creation and deletion name the branch or tag without its prefix. */
const oneRef = z.object({ ref: refName, ref_type: z.enum(['branch', 'tag']).optional() })
const cloudRef = z.object({ name: refName, type: z.string() })
/** Bitbucket Cloud: what a ref was, and what it is; one of them is null when it was made or deleted. */
const cloudPush = z.object({
  push: z.object({
    changes: z.array(z.object({ old: cloudRef.nullish(), new: cloudRef.nullish() })).min(1),
  }),
})
/** Bitbucket Data Center. */
const serverPush = z.object({ changes: z.array(z.object({ ref: z.object({ id: refName }) })).min(1) })

const firstOf = (headers: Headers, names: readonly string[]): string =>
  names.map((name) => headers.get(name)).find((value) => value !== null && value !== '') ?? ''

/** What the delivery tells, in the host's own words for its event. */
export function readEvent(headers: Headers, body: Buffer): HostEvent {
  const name = firstOf(headers, EVENT_HEADERS)
  const event = name.toLowerCase()
  if (PINGS.has(event)) return { kind: 'ping', name }
  if (!PUSHES.has(event)) return { kind: 'other', name }
  return { kind: 'push', name, refs: refsIn(readJson(headers, body)) }
}

/** One short text per delivery that its host has numbered; null for others: a script says the same at every push. */
export function deliveryKey(headers: Headers): string | null {
  const id = firstOf(headers, ID_HEADERS)
  return id === '' ? null : createHash('sha256').update(id).digest('base64url').slice(0, 22)
}

/** GitHub wraps the text into a form unless it is told not to. Undefined: no JSON. */
function readJson(headers: Headers, body: Buffer): unknown {
  const text = body.toString('utf8')
  const isForm = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false
  try {
    return JSON.parse(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text)
  } catch {
    return undefined
  }
}

function refsIn(payload: unknown): string[] | null {
  const refs = [...refsOfOne(payload), ...refsOfCloud(payload), ...refsOfServer(payload)]
  return refs.length === 0 || refs.length > MOST_REFS ? null : [...new Set(refs)]
}

/** A name of which nobody says what it is may be a branch or a tag. */
function fullNames(name: string, type: string | undefined): string[] {
  if (name.startsWith('refs/')) return [name]
  return [...(type === 'tag' ? [] : [`refs/heads/${name}`]), ...(type === 'tag' || !type ? [`refs/tags/${name}`] : [])]
}

function refsOfOne(payload: unknown): string[] {
  const { data } = oneRef.safeParse(payload)
  return data ? fullNames(data.ref, data.ref_type) : []
}

function refsOfCloud(payload: unknown): string[] {
  const changes = cloudPush.safeParse(payload).data?.push.changes ?? []
  return changes.flatMap((change) =>
    [change.new, change.old].flatMap((ref) => (ref ? fullNames(ref.name, ref.type) : [])),
  )
}

const refsOfServer = (payload: unknown): string[] =>
  (serverPush.safeParse(payload).data?.changes ?? []).map(({ ref }) => ref.id)
