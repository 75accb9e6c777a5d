/** Which rule judges which kind, and the rule that comes before all of them: an object that is being deleted is Progressing. */
import type { Health } from '../model/health.ts'
import { type KubeObject, parseApiVersion } from '../model/resource.ts'
import { apiService, customResourceDefinition } from './api.ts'
import { applicationSet } from './application-set.ts'
import { certificate } from './certificate.ts'
import { byCondition } from './condition.ts'
import { cronJob } from './cron-job.ts'
import { daemonSet } from './daemon-set.ts'
import { deployment } from './deployment.ts'
import { flux, helmRelease } from './flux.ts'
import { gateway, route } from './gateway.ts'
import { generic } from './generic.ts'
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts'
import { job } from './job.ts'
import { type HealthRule, progressing } from './make.ts'
import { namespace } from './namespace.ts'
import { ingress, service } from './network.ts'
import { persistentVolumeClaim } from './persistent-volume-claim.ts'
import { application, rollout, workflow } from './phase.ts'
import { pod } from './pod.ts'
import { podDisruptionBudget } from './pod-disruption-budget.ts'
import { listAt, at, textAt } from './read.ts'
import { replicaSet } from './replica-set.ts'
import { scaledObject } from './scaled-object.ts'
import { statefulSet } from './stateful-set.ts'
import { volumeSnapshot } from './volume-snapshot.ts'

/** By group and kind: every version of a kind is judged alike. */
export const RULES: ReadonlyMap<string, HealthRule> = new Map(
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
    'snapshot.storage.k8s.io/VolumeSnapshot': volumeSnapshot,
    'gateway.networking.k8s.io/Gateway': gateway,
    'gateway.networking.k8s.io/HTTPRoute': route,
    'gateway.networking.k8s.io/GRPCRoute': route,
    'gateway.networking.k8s.io/TLSRoute': route,
    'gateway.networking.k8s.io/TCPRoute': route,
    'gateway.networking.k8s.io/UDPRoute': route,
    'argoproj.io/Workflow': workflow,
    'argoproj.io/Rollout': rollout,
    'argoproj.io/Application': application,
    'argoproj.io/ApplicationSet': applicationSet,
    'cert-manager.io/Certificate': certificate,
    'external-secrets.io/ExternalSecret': byCondition('Ready'),
    'bitnami.com/SealedSecret': byCondition('Synced'),
    'keda.sh/ScaledObject': scaledObject,
    'kustomize.toolkit.fluxcd.io/Kustomization': flux,
    'helm.toolkit.fluxcd.io/HelmRelease': helmRelease,
    'source.toolkit.fluxcd.io/GitRepository': flux,
    'source.toolkit.fluxcd.io/HelmRepository': flux,
    'source.toolkit.fluxcd.io/HelmChart': flux,
    'source.toolkit.fluxcd.io/OCIRepository': flux,
    'source.toolkit.fluxcd.io/Bucket': flux,
  }),
)

/** What `RULES` knows the kind of an object by. */
export const ruleKey = (object: Pick<KubeObject, 'apiVersion' | 'kind'>): string =>
  `${parseApiVersion(textAt(object, 'apiVersion')).group}/${textAt(object, 'kind')}`

/** Health of one live object, from its own fields alone. Never throws, whatever they hold: a field of a wrong type counts as absent. */
export function healthOf(object: KubeObject): Health {
  if (typeof at(object, 'metadata', 'deletionTimestamp') === 'string') {
    const finalizers = listAt(object, 'metadata', 'finalizers').filter((name) => typeof name === 'string')
    return progressing('being_deleted', { finalizers: finalizers.join(', ') })
  }
  return (RULES.get(ruleKey(object)) ?? generic)(object)
}
