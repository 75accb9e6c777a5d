/**
 * What Ieum needs to be allowed in a cluster, asked of the API server itself for the identity of a connection. Each right is a few
 * questions (SelfSubjectAccessReview); their words say what does not work without it.
 */
import type { KubeApi } from '#lib/kube/types.ts'
import { RIGHTS, type ClusterRight, type RightName } from './types.ts'

type Target = { group: string; resource: string; subresource?: string }
type Question = Target & { verb: string }

const of = (group: string, ...resources: string[]): Target[] => resources.map((resource) => ({ group, resource }))

/** What deployments are mostly made of: an identity that may write these may write what a team deploys. */
const WORKLOADS = [...of('', 'configmaps', 'secrets', 'services'), ...of('apps', 'deployments'), ...of('batch', 'jobs')]
const RBAC = 'rbac.authorization.k8s.io'

const QUESTIONS: Record<RightName, { verbs: string[]; targets: Target[] }> = {
  read: { verbs: ['get', 'list', 'watch'], targets: [...WORKLOADS, ...of('', 'pods', 'events')] },
  write: { verbs: ['create', 'patch', 'update', 'delete'], targets: WORKLOADS },
  namespaces: { verbs: ['get', 'list', 'create', 'patch', 'delete'], targets: of('', 'namespaces') },
  accounts: { verbs: ['get', 'create', 'patch', 'delete'], targets: of('', 'serviceaccounts') },
  bindings: {
    verbs: ['get', 'list', 'create', 'patch', 'delete'],
    targets: of(RBAC, 'rolebindings', 'clusterroles', 'clusterrolebindings'),
  },
  handing: { verbs: ['bind', 'escalate'], targets: of(RBAC, 'clusterroles') },
  impersonate: { verbs: ['impersonate'], targets: of('', 'serviceaccounts') },
  definitions: {
    verbs: ['create', 'patch', 'delete'],
    targets: of('apiextensions.k8s.io', 'customresourcedefinitions'),
  },
  logs: { verbs: ['get'], targets: [{ group: '', resource: 'pods', subresource: 'log' }] },
  nodes: { verbs: ['list'], targets: of('', 'nodes') },
}

const REVIEW = {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectAccessReview',
  namespace: '',
  name: 'review',
}

async function isAllowed(kube: KubeApi, { verb, group, resource, subresource }: Question): Promise<boolean> {
  const resourceAttributes = { verb, group, resource, ...(subresource === undefined ? {} : { subresource }) }
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  }
  const answer = await kube.create(REVIEW, JSON.stringify(review))
  return (answer as { status?: { allowed?: boolean } }).status?.allowed === true
}

/** `create deployments.apps`, as `kubectl auth can-i` takes it. */
const asWords = ({ verb, group, resource, subresource }: Question): string =>
  `${verb} ${resource}${group === '' ? '' : `.${group}`}${subresource === undefined ? '' : `/${subresource}`}`

/** Everything Ieum needs in all namespaces, in the order of the catalogue, each with what is missing of it. Throws as `KubeApi` does. */
export function readRights(kube: KubeApi): Promise<ClusterRight[]> {
  return Promise.all(
    RIGHTS.map(async (name) => {
      const { verbs, targets } = QUESTIONS[name]
      const questions = targets.flatMap((target) => verbs.map((verb) => ({ ...target, verb })))
      const answers = await Promise.all(questions.map((question) => isAllowed(kube, question)))
      return { name, missing: questions.filter((_, index) => !answers[index]).map(asWords) }
    }),
  )
}
