/** The plan of this pass: what automatic synchronisation would do, or what a run was asked to do. */
import { projectLabels } from '../model/labels.ts'
import { NO_OPTIONS } from '../model/object-options.ts'
import type { Operation, Step, SyncPlan } from '../model/plan.ts'
import { type ResourceId, resourceKey } from '../model/resource.ts'
import type { Target } from '../model/target.ts'
import { why } from '../model/why.ts'
import { hooksOfRun } from '../plan/hooks.ts'
import { hookKey, planSync } from '../plan/plan.ts'
import { type PruneDecision, decidePrune } from '../plan/prune.ts'
import type { Facts } from './facts.ts'
import type { Look } from './pass.ts'
import type { ActiveRun } from './snapshot.ts'

export type Planned = {
  plan: SyncPlan
  prune: PruneDecision
  /** What the plan writes, by the key of the operation. */
  targets: Map<string, Target>
  /** Hooks of the run. */
  hooks: Target[]
  /** The plan creates the destination namespace, which has to be registered as a project first. */
  createsProject: boolean
}

type AskedRun = Pick<ActiveRun, 'options' | 'trigger' | 'number'>

const isByPerson = (run: AskedRun | null): run is AskedRun => run?.trigger === 'manual' || run?.trigger === 'rollback'

/** Plans for a run, or, without one, for what the deployment's own policy says. */
export function planFor(pass: Look, facts: Facts, run: AskedRun | null): Planned {
  const { snapshot } = pass
  const { syncPolicy } = snapshot.spec
  const prune = pruneFor(pass, facts, run)
  const hooks = hooksFor(pass, facts, run)
  const only = run?.options.resources
  const plan = planSync({
    clusterId: snapshot.cluster.id,
    targets: facts.wanted.targets,
    hooks,
    comparisons: facts.comparisons,
    prune,
    options: {
      pruneLast: syncPolicy.pruneLast,
      propagation: syncPolicy.prunePropagation,
      replace: run?.options.replace ?? syncPolicy.replace,
      // Healing puts back what differs and touches nothing else.
      applyOutOfSyncOnly: syncPolicy.applyOutOfSyncOnly || run === null || run.trigger === 'self_heal',
      force: syncPolicy.force || (run?.options.force ?? false),
      only: only ? new Set(only) : null,
    },
  })
  const targets = new Map(facts.wanted.targets.map((target) => [target.key, target]))
  for (const hook of hooks)
    for (const phase of hook.options.hook?.phases ?? []) targets.set(hookKey(phase, hook.key), hook)
  const needsProject = facts.isDestinationMissing && syncPolicy.createNamespace && plan.refused.length === 0
  const planned = { plan, prune, targets, hooks, createsProject: false }
  return needsProject ? withProject(pass, planned) : planned
}

function pruneFor({ snapshot }: Look, facts: Facts, run: AskedRun | null): PruneDecision {
  const { automated } = snapshot.spec.syncPolicy
  const chosen = isByPerson(run) ? run.options.prune : undefined
  return decidePrune(facts.leftovers, {
    deploymentId: snapshot.id,
    clusterId: snapshot.cluster.id,
    isAllowed: chosen ?? automated?.prune ?? false,
    isChosen: chosen === true,
    chosenKeys: new Set(chosen === true ? run?.options.resources : []),
    allowEmpty: automated?.allowEmpty ?? false,
    targetCount: facts.wanted.targets.length,
    inventoryCount: snapshot.inventory.filter(({ hook }) => !hook).length,
  })
}

/** Hooks belong to whole syncs: not to a choice of objects, to healing, or where they are left out (Argo CD's rule). */
function hooksFor({ snapshot }: Look, { wanted }: Facts, run: AskedRun | null): Target[] {
  const isWhole = run !== null && run.trigger !== 'self_heal' && run.options.resources === undefined
  if (!isWhole || run.options.applyOnly) return []
  const { commit } = wanted.revision
  return hooksOfRun(wanted.hooks, { deploymentId: snapshot.id, commit, number: run.number })
}

/** Puts the creation of the destination namespace in front. It is not part of the inventory: deleting the deployment leaves the project. */
function withProject(pass: Look, planned: Planned): Planned {
  const { namespace, workspace, cluster } = pass.snapshot
  const id: ResourceId = { group: '', version: 'v1', kind: 'Namespace', namespace: '', name: namespace }
  const key = resourceKey(id)
  const object = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: projectLabels(workspace.name, namespace) },
  }
  const target: Target = {
    ...{ key, id, object, source: '', options: NO_OPTIONS, unstable: [] },
    text: JSON.stringify(object),
    isDefinedHere: false,
    refusal: null,
  }
  const { plan, targets } = planned
  const [first] = plan.steps
  const { phase, wave } = first ?? { phase: 'Sync' as const, wave: 0 }
  const operation: Operation = {
    ...{ key, id, phase, wave },
    clusterId: cluster.id,
    action: 'create',
    why: why('project_missing', { project: namespace }),
    write: true,
    validated: false,
    recreate: false,
    differences: [],
    hook: null,
    isLast: false,
  }
  const step: Step = { phase, wave, groups: [[operation], ...(first?.groups ?? [])] }
  const steps = [step, ...plan.steps.slice(1)]
  return { ...planned, plan: { ...plan, steps }, targets: new Map([[key, target], ...targets]), createsProject: true }
}
