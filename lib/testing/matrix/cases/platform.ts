/** Entry points of the whole installation: signing in, the session, health, lists across workspaces. */
import { ok, refused, type CaseMaker } from '../case.ts'
import { GUEST, NAMES } from '../fixture.ts'
import { PASSWORD } from '#lib/testing/world.ts'

/** An account as nobody has seen it. */
const person = { username: GUEST, version: 0 }
const tenant = { name: NAMES.workspace }
const cluster = { name: NAMES.cluster }
const unnamed = { alias: '', description: '' }
/** A provider that is not there, and one that nobody may reach. */
const NOWHERE = 'nowhere'
const provider = { issuer: 'http://127.0.0.1:9', clientId: 'ieum' }
const LOCAL_ISSUER = 'VALIDATION sso_provider_address'
const CHANGED = 'CONFLICT version_changed'

export const PLATFORM_CASES: Record<string, CaseMaker> = {
  'users.sign-in': () => ok({ username: 'acme-regular', password: PASSWORD }),
  'users.sign-out': () => ok({}),
  'users.sign-out-everywhere': () => ok({}),
  'users.session': () => ok({}),
  'users.own-sessions': () => ok({}),
  'users.end-session': () => refused('NOT_FOUND', { sessionId: '0190d1c4-7b7a-4c9e-8f00-000000000002' }),
  'users.change-password': () => refused('VALIDATION', { current: 'not this one', password: 'Correct-horse-1' }),
  'single-sign-on.start': () => refused('NOT_FOUND', { provider: NOWHERE }),
  'single-sign-on.finish': () => refused('UNAUTHENTICATED sso_attempt_over', { provider: NOWHERE, answer: '?state=x' }),
  'single-sign-on.choices': () => ok({}),
  'single-sign-on.own': () => ok({}),
  'single-sign-on.link-own': () => refused('NOT_FOUND', { provider: NOWHERE }),
  'single-sign-on.unlink-own': () => refused('NOT_FOUND', { id: '0190d1c4-7b7a-4c9e-8f00-000000000002' }),
  'auth.next-auth': () => ok({ nextauth: ['csrf'] }),
  // No session opens it, whoever has it; what does is tested in lib/features/webhooks.
  'webhooks.deliver': () => refused('UNAUTHENTICATED', { webhook: '0199c0de-0000-4000-8000-000000000003' }),
  'system.live': () => ok({}),
  'system.ready': () => ok({}),
  'system.engine-state': () => ok({}),
  'search.everywhere': () => ok({ search: 'o' }),
  'workspaces.list': () => ok({}),
  'users.list': () => ok({}),
  'users.renew-password': (_, who) =>
    who === 'fresh'
      ? refused('VALIDATION', { password: PASSWORD })
      : refused('PRECONDITION no_password_change_awaited', { password: 'Correct-horse-1' }),
  'users.create': (_, __, unique) =>
    ok({ username: unique, email: `${unique}@example.com`, description: '', password: 'Correct-horse-1' }),
  'users.edit': () => refused(CHANGED, { ...person, email: 'guest@example.com', description: '' }),
  'users.set-role': () => refused(CHANGED, { ...person, platformRole: 'platform_regular' }),
  'users.set-state': () => refused(CHANGED, { ...person, state: 'active' }),
  'users.reset-password': () => refused(CHANGED, { ...person, password: 'Correct-horse-1' }),
  'users.delete': () => refused('VALIDATION confirmation_mismatch', { ...person, confirmation: 'other' }),
  'workspaces.list-all': () => ok({}),
  'workspaces.choices': () => ok({}),
  'workspaces.open': (_, __, unique) => ok({ name: unique, ...unnamed, manager: GUEST }),
  'workspaces.edit': () => refused(CHANGED, { ...tenant, ...unnamed, version: 0, clusters: [NAMES.cluster] }),
  'workspaces.delete': () => refused('VALIDATION confirmation_mismatch', { ...tenant, confirmation: 'other' }),
  'git-hosts.list': () => ok({}),
  'git-hosts.add': () => refused(CHANGED, { host: 'git.example.com', version: 99 }),
  'git-hosts.remove': ({ repositoryUrl }) => refused(CHANGED, { host: new URL(repositoryUrl).host, version: 99 }),
  'single-sign-on.link-user': () => refused('NOT_FOUND', { username: GUEST, provider: NOWHERE, subject: 'x' }),
  'single-sign-on.unlink-user': () => refused('NOT_FOUND', { username: GUEST, provider: NOWHERE }),
  'single-sign-on.list': () => ok({}),
  'single-sign-on.places': () => ok({}),
  'single-sign-on.test': () => refused(LOCAL_ISSUER, provider),
  'single-sign-on.add': () => refused(LOCAL_ISSUER, { ...provider, name: 'other', displayName: 'Other' }),
  'single-sign-on.edit': () =>
    refused(CHANGED, { name: NAMES.provider, version: 0, displayName: 'Other', clientId: 'ieum' }),
  'single-sign-on.remove': () =>
    refused('VALIDATION confirmation_mismatch', { name: NAMES.provider, version: 0, confirmation: 'other' }),
  'single-sign-on.map-group': (_, __, unique) =>
    ok({ provider: NAMES.provider, group: unique, target: { kind: 'platform', role: 'users_manager' } }),
  'single-sign-on.unmap-group': () =>
    refused('NOT_FOUND', { provider: NAMES.provider, id: '0190d1c4-7b7a-4c9e-8f00-000000000002' }),
  'audit.list': () => ok({}),
  'audit.facets': () => ok({}),
  'audit.export': () => ok({ format: 'csv' }),
  'audit.set-retention': () => refused(CHANGED, { auditDays: 365, keptRuns: 100, version: 99 }),
  'clusters.list': () => ok({}),
  'clusters.get': () => ok(cluster),
  'clusters.rights': () => ok(cluster),
  'clusters.uses': () => ok(cluster),
  'clusters.workspaces': () => ok(cluster),
  'clusters.test': ({ kubeconfig }) => ok({ kubeconfig }),
  'clusters.register': ({ kubeconfig }) => refused('CONFLICT name_taken', { ...cluster, ...unnamed, kubeconfig }),
  'clusters.edit': () => refused(CHANGED, { ...cluster, ...unnamed, version: 0 }),
  'clusters.renew': ({ kubeconfig }) => refused(CHANGED, { ...cluster, kubeconfig, version: 0 }),
  'clusters.check': () => ok(cluster),
  'clusters.assign': () => ok({ ...cluster, add: [], remove: [] }),
  'clusters.remove': () => refused('VALIDATION confirmation_mismatch', { ...cluster, confirmation: 'other' }),
}
