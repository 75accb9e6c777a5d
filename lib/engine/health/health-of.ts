/** Which rule judges which kind, and the rule that comes before all of them: an object that is being deleted is Progressing. */
import type { Health } from '../model/health.ts'
import { type KubeObject, parseApiVersion } from '../model/resource.ts'
import { apiService, customResourceDefinition } from './api.ts'
import { cronJob } from './cron-job.ts'
import { daemonSet } from './daemon-set.ts'
import { deployment } from './deployment.ts'
import { generic } from './generic.ts'
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts'
import { job } from './job.ts'
import { type HealthRule, progressing } from './make.ts'
import { namespace } from './namespace.ts'
import { ingress, service } from './network.ts'
import { persistentVolumeClaim } from './persistent-volume-claim.ts'
import { pod } from './pod.ts'
import { podDisruptionBudget } from './pod-disruption-budget.ts'
import { replicaSet } from './replica-set.ts'
import { statefulSet } from './stateful-set.ts'

/** By group and kind: every version of a kind is judged alike. */
const RULES: ReadonlyMap<string, HealthRule> = new Map(
  Object.entries({
    'apps/Deployment': deployment,
    'apps/StatefulSet': statefulSet,
    'apps/DaemonSet': daemonSet,
    'apps/ReplicaSet': replicaSet,
    '/Pod': pod,
    'batch/Job': job,
    'batch/CronJob': cronJob,
    '/Service': service,
    'networking.k8s.io/Ingress': ingress,
    '/PersistentVolumeClaim': persistentVolumeClaim,
    '/Namespace': namespace,
    'autoscaling/HorizontalPodAutoscaler': horizontalPodAutoscaler,
    'policy/PodDisruptionBudget': podDisruptionBudget,
    'apiregistration.k8s.io/APIService': apiService,
    'apiextensions.k8s.io/CustomResourceDefinition': customResourceDefinition,
  }),
)

/** Health of one live object. Never throws: fields of a wrong type count as absent. */
export function healthOf(object: KubeObject): Health {
  if (object.metadata.deletionTimestamp !== undefined) {
    return progressing('being_deleted', { finalizers: (object.metadata.finalizers ?? []).join(', ') })
  }
  const rule = RULES.get(`${parseApiVersion(object.apiVersion).group}/${object.kind}`) ?? generic
  return rule(object)
}
