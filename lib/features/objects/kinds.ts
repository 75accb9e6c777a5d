/** The built-in kinds that a project's pages list; every Kubernetes API server serves them. */
import type { ApiKind } from '#lib/kube/types.ts'

const kindOf = (group: string, kind: string, plural: string): ApiKind => ({
  ...{ group, version: 'v1', kind, plural, namespaced: true },
  verbs: ['get', 'list', 'watch', 'patch', 'delete'],
})

export const DEPLOYMENT = kindOf('apps', 'Deployment', 'deployments')
export const STATEFUL_SET = kindOf('apps', 'StatefulSet', 'statefulsets')
export const DAEMON_SET = kindOf('apps', 'DaemonSet', 'daemonsets')
export const REPLICA_SET = kindOf('apps', 'ReplicaSet', 'replicasets')
export const JOB = kindOf('batch', 'Job', 'jobs')
export const CRON_JOB = kindOf('batch', 'CronJob', 'cronjobs')
export const POD = kindOf('', 'Pod', 'pods')
export const SERVICE = kindOf('', 'Service', 'services')
export const CONFIG_MAP = kindOf('', 'ConfigMap', 'configmaps')
export const SECRET = kindOf('', 'Secret', 'secrets')
export const EVENT = kindOf('', 'Event', 'events')
export const CLAIM = kindOf('', 'PersistentVolumeClaim', 'persistentvolumeclaims')

export const WORKLOADS: readonly ApiKind[] = [DEPLOYMENT, STATEFUL_SET, DAEMON_SET, JOB, CRON_JOB]
