/** Entry points of a DevOps project. What cannot be undone is asked for in a way that its own rules refuse. */
import { resourceKey } from '#lib/engine/model/resource.ts'
import { ok, refused, type CaseMaker } from '../case.ts'
import { NAMES, TARGET, type Fixture } from '../fixture.ts'

const { workspace, devopsProject } = NAMES
const place = { workspace, devopsProject }
const target = { ...place, name: TARGET }
const targets = { ...place, names: [TARGET] }
const CHANGED = 'CONFLICT version_changed'
const MISMATCH = 'VALIDATION confirmation_mismatch'
const spec = { source: {}, syncPolicy: {}, ignoreDifferences: [] }
const wanted = { repository: TARGET, cluster: NAMES.cluster, namespace: NAMES.project, spec }
const rehearsal = { options: { dryRun: true } }

const refOf = ({ name, ...id }: Fixture['objects']['secret']) => ({ ...id, object: name })

const REPOSITORIES: Record<string, CaseMaker> = {
  'repositories.list': () => ok(place),
  'repositories.get': () => ok(target),
  'repositories.refs': () => ok(target),
  'repositories.folder': () => ok(target),
  'repositories.test-connection': ({ repositoryUrl }) => ok({ ...place, url: repositoryUrl }),
  'repositories.check': () => ok(target),
  'repositories.import': ({ repositoryUrl }, _, unique) => ok({ ...place, name: unique, url: repositoryUrl }),
  'repositories.edit': () => refused(CHANGED, { ...target, alias: 'x', description: '', version: 0 }),
  'repositories.delete': () => refused(MISMATCH, { ...target, confirmation: 'other' }),
}

const WEBHOOKS: Record<string, CaseMaker> = {
  'webhooks.get': () => ok(target),
  'webhooks.renew': () => refused(CHANGED, { ...target, version: 99 }),
  'webhooks.remove': () => refused(CHANGED, { ...target, version: 99 }),
}

const login = { type: 'username_password', boundTo: 'https://git.example.com', username: 'matrix' } as const

const CREDENTIALS: Record<string, CaseMaker> = {
  'credentials.list': () => ok(place),
  'credentials.get': () => ok(target),
  'credentials.create': (_, __, unique) => ok({ ...place, ...login, name: unique, secret: 'x' }),
  'credentials.edit': () => refused(CHANGED, { ...target, ...login, version: 0 }),
  'credentials.delete': () => refused(MISMATCH, { ...target, confirmation: 'other' }),
  'credentials.scan-host-keys': () =>
    refused('VALIDATION git_host_not_allowed', { ...place, boundTo: 'ssh://10.0.0.1' }),
}

const SETTINGS: Record<string, CaseMaker> = {
  'devops-projects.policy': () => ok(place),
  'devops-projects.cluster-kinds': () => ok({ ...place, cluster: NAMES.cluster }),
  'devops-projects.preview-policy': ({ policy }) => ok({ ...place, policy }),
  'devops-projects.set-policy': ({ policy }) => refused(CHANGED, { ...place, policy, version: 0 }),
  'devops-projects.edit': () => refused(CHANGED, { ...place, alias: 'x', description: '', version: 0 }),
  'devops-projects.delete': () => refused(MISMATCH, { ...place, confirmation: 'other' }),
}

const DEPLOYMENTS: Record<string, CaseMaker> = {
  'deployments.list': () => ok(place),
  'deployments.get': () => ok(target),
  'deployments.yaml': () => ok(target),
  'deployments.runs': () => ok(target),
  'deployments.run': () => ok({ ...target, number: 1 }),
  'deployments.run-differences': ({ objects }) => ok({ ...target, number: 1, key: resourceKey(objects.deployment) }),
  'deployments.batch-plans': () => ok({ ...place, runs: `${TARGET}:1` }),
  'deployments.saved-filters': () => ok(place),
  'deployments.tree': () => ok(target),
  'deployments.happenings': () => ok(target),
  'deployments.refresh': () => ok(target),
  'deployments.refresh-many': () => ok(targets),
  'deployments.save-filter': () => ok({ ...place, name: 'mine', filter: {} }),
  'deployments.forget-filter': ({ filterOf }, who) => ok({ ...place, id: filterOf(who) }),
  'deployments.create': (_, __, unique) => ok({ ...place, ...wanted, name: unique, alias: '', description: '' }),
  'deployments.edit-settings': () => refused(CHANGED, { ...target, ...wanted, version: 0 }),
  'deployments.edit-info': () => refused(CHANGED, { ...target, alias: 'x', description: '', version: 0 }),
  'deployments.edit-yaml': ({ yaml }) => refused(CHANGED, { ...target, yaml, version: 0 }),
  'deployments.ignore-difference': ({ objects }) =>
    refused(CHANGED, { ...target, key: resourceKey(objects.deployment), pointers: ['/spec/replicas'], version: 0 }),
  'deployments.preview-object': ({ objects }) => ok({ ...target, key: resourceKey(objects.deployment) }),
  'deployments.sync': () => ok({ ...target, ...rehearsal }),
  'deployments.sync-many': () => ok({ ...targets, ...rehearsal }),
  'deployments.terminate-sync': () => refused('PRECONDITION no_sync_running', target),
  'deployments.pause': () => ok({ ...target, reason: 'matrix' }),
  'deployments.pause-many': () => ok({ ...targets, reason: 'matrix' }),
  'deployments.resume': () => ok(target),
  'deployments.resume-many': () => ok(targets),
  'deployments.rollback': () => refused('PRECONDITION rollback_not_possible', { ...target, number: 2 }),
  'deployments.release': () => ok(target),
  'deployments.delete': () => refused(MISMATCH, { ...target, confirmation: 'other', cascade: false }),
  'deployments.delete-many': () => refused(MISMATCH, { ...targets, confirmation: 'other', cascade: false }),
}

const OBJECTS: Record<string, CaseMaker> = {
  'objects.in-deployment': ({ objects }) => ok({ ...target, ...refOf(objects.secret) }),
  'objects.comparison': ({ objects }) => ok({ ...target, key: resourceKey(objects.deployment) }),
  'objects.preview': ({ previewOf }, who) => ok({ ...place, id: previewOf(who) }),
  'objects.deployment-events': () => ok(target),
  'objects.logs-in-deployment': ({ pod }) => ok({ ...target, namespace: NAMES.project, pod, container: 'app' }),
  'object.restart-in-deployment': ({ objects }) =>
    refused(CHANGED, { ...target, ...refOf(objects.deployment), uid: 'x' }),
  'object.scale-in-deployment': ({ objects }) =>
    refused(CHANGED, { ...target, ...refOf(objects.deployment), uid: 'x', from: 1, replicas: 2 }),
  'object.delete-in-deployment': ({ objects }) =>
    refused(CHANGED, { ...target, ...refOf(objects.deployment), uid: 'x', confirmation: TARGET }),
  'secret.reveal-in-deployment': ({ objects, uids }) =>
    ok({ ...target, ...refOf(objects.secret), uid: uids.secret, key: 'password' }),
}

export const DEVOPS_CASES: Record<string, CaseMaker> = {
  'devops-projects.get': () => ok(place),
  'clusters.destinations': () => ok(place),
  'live.devops': () => ok({ w: workspace, d: devopsProject }),
  ...SETTINGS,
  ...CREDENTIALS,
  ...REPOSITORIES,
  ...WEBHOOKS,
  ...DEPLOYMENTS,
  // The query of that name; the action of that name is told apart by its kind.
  'query deployments.preview': ({ previewOf }, who) => ok({ ...place, id: previewOf(who) }),
  'action deployments.preview': () => ok({ ...target, ...wanted, existing: true }),
  ...OBJECTS,
}
