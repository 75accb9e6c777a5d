/** Entry points of a workspace and of its projects. */
import { ok, refused, type CaseMaker } from '../case.ts'
import { NAMES, type Fixture } from '../fixture.ts'

const { workspace, cluster, project } = NAMES
const place = { workspace, cluster, project }
const unnamed = { alias: '', description: '' }
const UNLIMITED = { cpu: null, memory: null, pods: null }
const MISMATCH = 'VALIDATION confirmation_mismatch'
const refOf = ({ name, ...id }: Fixture['objects']['secret']) => ({ ...id, object: name })
/** The object as somebody saw it who looked at a namesake. */
const OTHER = 'CONFLICT version_changed'

export const WORKSPACE_CASES: Record<string, CaseMaker> = {
  'workspaces.get': () => ok({ workspace }),
  'workspaces.overview': () => ok({ workspace }),
  'audit.list-of-workspace': () => ok({ workspace }),
  'audit.facets-of-workspace': () => ok({ workspace }),
  'audit.export-of-workspace': () => ok({ workspace, format: 'csv' }),
  'workspaces.edit-info': () => refused(OTHER, { workspace, ...unnamed, version: 0 }),
  'projects.list': () => ok({ workspace }),
  'devops-projects.list': () => ok({ workspace }),

  'projects.create': () => refused('CONFLICT namespace_exists', { workspace, cluster, name: project, ...unnamed }),
  'devops-projects.create': (_, __, unique) => ok({ workspace, name: unique, ...unnamed }),
  'projects.clusters': () => ok({ workspace }),
  'projects.adopt-namespace': () => refused('CONFLICT name_taken', { workspace, cluster, name: project, ...unnamed }),
  'projects.free-namespaces': () => ok({ workspace, cluster }),

  'projects.quota': () => ok(place),
  'projects.users': () => ok(place),
  'projects.edit': () => refused(OTHER, { ...place, ...unnamed, version: 0 }),
  'projects.set-quota': () => refused(OTHER, { ...place, quota: UNLIMITED, resourceVersion: '1' }),
  'projects.delete': () => refused(MISMATCH, { ...place, confirmation: 'other', namespace: 'release' }),
  'projects.get': () => ok(place),
  'services.list': () => ok(place),
  'services.node-port': ({ objects }) => ok({ ...place, service: objects.service.name, port: 80, nodePort: 32767 }),
  'services.edit-external-access': ({ objects }) =>
    refused(OTHER, { ...place, service: objects.service.name, resourceVersion: '1', access: 'none' }),
  'objects.project-health': () => ok(place),
  'objects.workloads': () => ok(place),
  'objects.pods': () => ok(place),
  'objects.config': () => ok(place),
  'objects.events': () => ok(place),
  'objects.in-project': ({ objects }) => ok({ ...place, ...refOf(objects.secret) }),
  'objects.logs-in-project': ({ pod }) => ok({ ...place, namespace: project, pod, container: 'app' }),
  'object.restart-in-project': ({ objects }) => refused(OTHER, { ...place, ...refOf(objects.deployment), uid: 'x' }),
  'object.scale-in-project': ({ objects }) =>
    refused(OTHER, { ...place, ...refOf(objects.deployment), uid: 'x', from: 1, replicas: 2 }),
  'object.delete-in-project': ({ objects }) =>
    refused(OTHER, { ...place, ...refOf(objects.deployment), uid: 'x', confirmation: objects.deployment.name }),
  'secret.reveal-in-project': ({ objects, uids }) =>
    ok({ ...place, ...refOf(objects.secret), uid: uids.secret, key: 'password' }),
  'live.project': () => ok({ w: workspace, c: cluster, p: project }),
}
