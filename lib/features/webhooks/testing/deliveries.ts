/** Deliveries shaped as Git hosts send them, and signed as each does. */
import { createHmac } from 'node:crypto'

export type Sent = { headers: Record<string, string>; body: string }

const hmac = (secret: string, body: string): string => createHmac('sha256', secret).update(body).digest('hex')
const commits = [
  { id: 'b'.repeat(40), message: 'Say hello', timestamp: '2026-11-26T01:02:03Z', added: [], removed: [] },
]
const moved = { before: 'a'.repeat(40), after: 'b'.repeat(40) }

type Push = (secret: string, ref: string, id?: string) => Sent

const github: Push = (secret, ref, id = 'g-1') => {
  const repository = {
    ...{ id: 1, full_name: 'acme/web', private: true, default_branch: 'main' },
    ...{ html_url: 'https://github.com/acme/web', clone_url: 'https://github.com/acme/web.git' },
  }
  const body = JSON.stringify({ ref, ...moved, repository, commits, head_commit: commits[0], pusher: { name: 'kim' } })
  return {
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': id,
      'x-hub-signature': `sha1=${'0'.repeat(40)}`,
      'x-hub-signature-256': `sha256=${hmac(secret, body)}`,
    },
    body,
  }
}

const gitlab: Push = (secret, ref, id = 'l-1') => ({
  headers: {
    'content-type': 'application/json',
    'x-gitlab-event': ref.startsWith('refs/tags/') ? 'Tag Push Hook' : 'Push Hook',
    'x-gitlab-event-uuid': id,
    'x-gitlab-token': secret,
  },
  body: JSON.stringify({
    ...{ object_kind: 'push', event_name: 'push', ref, ...moved, checkout_sha: moved.after, user_name: 'Kim' },
    project: { id: 15, name: 'web', git_http_url: 'https://gitlab.com/acme/web.git', default_branch: 'main' },
    ...{ commits, total_commits_count: 1 },
  }),
})

const gitea: Push = (secret, ref, id = 't-1') => {
  const repository = { id: 2, full_name: 'acme/web', clone_url: 'https://gitea.example.com/acme/web.git' }
  const body = JSON.stringify({ ref, ...moved, compare_url: '', commits, repository, pusher: { login: 'kim' } })
  return {
    headers: {
      'content-type': 'application/json',
      'x-gitea-event': 'push',
      'x-gitea-delivery': id,
      'x-gitea-signature': hmac(secret, body),
    },
    body,
  }
}

const bitbucket: Push = (secret, ref, id = 'b-1') => {
  const [, kind, ...name] = ref.split('/')
  const named = { type: kind === 'tags' ? 'tag' : 'branch', name: name.join('/'), target: { hash: moved.after } }
  const change = { old: null, new: named, created: true, closed: false, forced: false, commits }
  const body = JSON.stringify({ push: { changes: [change] }, repository: { full_name: 'acme/web' }, actor: {} })
  return {
    headers: {
      'content-type': 'application/json',
      'x-event-key': 'repo:push',
      'x-request-uuid': id,
      'x-hub-signature': `sha256=${hmac(secret, body)}`,
    },
    body,
  }
}

const bitbucketServer: Push = (secret, ref, id = 's-1') => {
  const body = JSON.stringify({
    ...{ eventKey: 'repo:refs_changed', date: '2026-11-26T01:02:03+0000', repository: { slug: 'web' } },
    changes: [{ ref: { id: ref, displayId: ref, type: 'BRANCH' }, refId: ref, type: 'UPDATE' }],
  })
  return {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-event-key': 'repo:refs_changed',
      'x-request-id': id,
      'x-hub-signature': `sha256=${hmac(secret, body)}`,
    },
    body,
  }
}

export const PUSHES = { github, gitlab, gitea, bitbucket, bitbucketServer }

/** Any body, signed as GitHub would sign it. */
export const signed = (secret: string, body: string, headers: Record<string, string> = {}): Sent => ({
  headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${hmac(secret, body)}`, ...headers },
  body,
})
