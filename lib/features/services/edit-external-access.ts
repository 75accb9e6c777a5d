/**
 * Changing how a Service is reached, in three steps: look and decide; record it and, where asked, the deployment's new rule (before the
 * change, or self-heal would take it back); change the Service. When the API server refuses the last step, the rule is taken back.
 */
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor, DevopsScope, ProjectScope } from '#lib/authz/actor.ts'
import { can } from '#lib/authz/can.ts'
import { AppError } from '#lib/core/errors.ts'
import type { KubeObject, ResourceId } from '#lib/engine/model/resource.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import {
  addIgnoreRule,
  findOwners,
  ownerIdOf,
  restoreRules,
  type RuleChange,
} from '#lib/features/deployments/public.ts'
import { atField, checkNodePorts, checkRequest, patchFor, withIgnoreRule, type EditInput } from './external-access.ts'
import { SERVICE } from './kinds.ts'

type Plan = { service: KubeObject; keep: { scope: DevopsScope; deploymentId: string } | null }
type Recorded = { service: KubeObject; rule: RuleChange | null }

const idOf = ({ namespace }: ProjectScope, name: string): ResourceId => ({
  group: '',
  version: 'v1',
  kind: 'Service',
  namespace,
  name,
})

/** The deployment whose rule changes. Throws FORBIDDEN when the person may change the Service but not the deployment. */
async function ruleOwner(actor: Actor, scope: ProjectScope, service: KubeObject): Promise<Plan['keep']> {
  const id = ownerIdOf(service)
  const owner = id === null ? undefined : (await findOwners(scope.workspaceId, [id])).get(id)
  if (!owner) return null
  const { workspaceId, workspace } = scope
  const { devopsProjectId, devopsProject } = owner
  const devops: DevopsScope = { kind: 'devops', workspaceId, workspace, devopsProjectId, devopsProject }
  if (!can(actor, 'devops.deployments.manage', devops)) throw new AppError('FORBIDDEN')
  return { scope: devops, deploymentId: owner.id }
}

/** Throws NOT_FOUND, CONFLICT `version_changed`, or VALIDATION with the fields that cannot be. */
export async function planExternalAccess(actor: Actor, scope: ProjectScope, input: EditInput): Promise<Plan> {
  const kube = await kubeForCluster(scope.clusterId)
  const service = await kube.get(idOf(scope, input.service))
  if (!service) throw new AppError('NOT_FOUND')
  if (service.metadata.resourceVersion !== input.resourceVersion)
    throw new AppError('CONFLICT', { reason: 'version_changed' })
  checkRequest(service, input)
  if (input.nodePorts.length > 0) checkNodePorts(service, input, await kube.list(SERVICE))
  return { service, keep: input.keepDespiteGit ? await ruleOwner(actor, scope, service) : null }
}

export async function recordExternalAccess(
  work: Work,
  scope: ProjectScope,
  input: EditInput,
  { service, keep }: Plan,
): Promise<Recorded> {
  const rule = keep
    ? await addIgnoreRule(work, keep.scope, keep.deploymentId, (rules) => withIgnoreRule(rules, service))
    : null
  await recordAudit(work, scope, {
    action: 'service.edit-external-access',
    target: { type: 'service', id: service.metadata.uid ?? input.service, name: input.service },
    details: { access: input.access, nodePorts: input.nodePorts, keepDespiteGit: rule !== null },
  })
  return { service, rule }
}

/** Throws the API server's refusal; a node port that is taken stands at its field. */
export async function changeService(scope: ProjectScope, input: EditInput, { service, rule }: Recorded): Promise<null> {
  const kube = await kubeForCluster(scope.clusterId)
  try {
    await kube.mergePatch(idOf(scope, input.service), patchFor(service, input))
    return null
  } catch (error) {
    if (rule) await restoreRules(rule)
    throw atField(error, input)
  }
}
