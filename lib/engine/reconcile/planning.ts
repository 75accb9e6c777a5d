/** The plan of this pass: what automatic synchronisation would do, or what a run was asked to do. */
import { projectLabels } from '../model/labels.ts'
import type { Operation, SyncPlan } from '../model/plan.ts'
import { type ResourceId, resourceKey } from '../model/resource.ts'
import type { Target } from '../model/target.ts'
import { why } from '../model/why.ts'
import { planSync } from '../plan/plan.ts'
import { type PruneDecision, decidePrune } from '../plan/prune.ts'
import type { Facts } from './facts.ts'
import type { Pass } from './pass.ts'
import type { ActiveRun } from './snapshot.ts'

export type Planned = {
  plan: SyncPlan
  prune: PruneDecision
  /** What the plan writes, by key. */
  targets: Map<string, Target>
  /** The plan creates the destination namespace, which has to be registered as a project first. */
  createsProject: boolean
}

/** Plans for a run, or, without one, for what the deployment's own policy says. */
export function planFor(pass: Pass, facts: Facts, run: Pick<ActiveRun, 'options' | 'trigger'> | null): Planned {
  const { snapshot } = pass
  const { syncPolicy } = snapshot.spec
  const { automated } = syncPolicy
  const chosen = run?.trigger === 'manual' ? run.options.prune : undefined
  const prune = decidePrune(facts.leftovers, {
    deploymentId: snapshot.id,
    clusterId: snapshot.cluster.id,
    isAllowed: chosen ?? automated?.prune ?? false,
    isChosen: chosen === true,
    targetCount: facts.wanted.targets.length,
    inventoryCount: snapshot.inventory.length,
  })
  const plan = planSync({
    clusterId: snapshot.cluster.id,
    targets: facts.wanted.targets,
    comparisons: facts.comparisons,
    prune,
    options: {
      pruneLast: syncPolicy.pruneLast,
      propagation: syncPolicy.prunePropagation,
      replace: syncPolicy.replace,
      // Healing puts back what differs and touches nothing else.
      applyOutOfSyncOnly: syncPolicy.applyOutOfSyncOnly || run === null || run.trigger === 'self_heal',
      force: run?.options.force ?? false,
    },
  })
  const targets = new Map(facts.wanted.targets.map((target) => [target.key, target]))
  const needsProject = facts.isDestinationMissing && syncPolicy.createNamespace && plan.refused.length === 0
  const planned = { plan, prune, targets, createsProject: false }
  return needsProject ? withProject(pass, planned) : planned
}

/** Puts the creation of the destination namespace in front. It is not part of the inventory: deleting the deployment leaves the project. */
function withProject(pass: Pass, { plan, prune, targets }: Planned): Planned {
  const { namespace, workspace, cluster } = pass.snapshot
  const id: ResourceId = { group: '', version: 'v1', kind: 'Namespace', namespace: '', name: namespace }
  const key = resourceKey(id)
  const object = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: projectLabels(workspace.name, namespace) },
  }
  const target: Target = {
    key,
    id,
    source: '',
    text: JSON.stringify(object),
    object,
    isDefinedHere: false,
    refusal: null,
  }
  const operation: Operation = {
    key,
    id,
    clusterId: cluster.id,
    stage: 'namespaces',
    action: 'create',
    why: why('project_missing', { project: namespace }),
    write: true,
    validated: false,
    recreate: false,
    differences: [],
  }
  const first = plan.stages.find(({ name }) => name === 'namespaces')
  const stage = { name: 'namespaces' as const, groups: [[operation], ...(first?.groups ?? [])] }
  const stages = [stage, ...plan.stages.filter(({ name }) => name !== 'namespaces')]
  return { plan: { ...plan, stages }, prune, targets: new Map([[key, target], ...targets]), createsProject: true }
}
