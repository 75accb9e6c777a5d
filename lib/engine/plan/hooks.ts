/** Hooks as one run makes them: named by it, marked with it. */
import { HOOK_FINALIZER, RUN_ANNOTATION } from '../model/labels.ts'
import type { Phase } from '../model/object-options.ts'
import { parseExact } from '../model/json-text.ts'
import type { KubeObject } from '../model/resource.ts'
import { resourceKey } from '../model/resource.ts'
import type { Target } from '../model/target.ts'
import { TRACKING_ANNOTATION, formatMark } from '../ownership/mark.ts'

/**
 * The hooks of a run. One that leaves its name to the server (`generateName`) gets one that only depends on the run, so that a run that is
 * continued finds what it made: `<generateName><first 7 of the commit>-<phase>-<number>` (Argo CD has the time where we have the number).
 */
export function hooksOfRun(
  hooks: readonly Target[],
  run: { deploymentId: string; commit: string; number: number },
): Target[] {
  return hooks.flatMap((hook) => (hook.id.name === '' ? named(hook, run) : [hook]))
}

function named(hook: Target, { deploymentId, commit, number }: Parameters<typeof hooksOfRun>[1]): Target[] {
  const generateName = (hook.object.metadata as { generateName?: unknown }).generateName
  const prefix = typeof generateName === 'string' ? generateName : ''
  return (hook.options.hook?.phases ?? []).map((phase) => {
    const name = `${prefix}${commit.slice(0, 7)}-${phase}-${number}`.toLowerCase().slice(-253)
    const id = { ...hook.id, name }
    const { generateName: _generated, ...metadata } = hook.object.metadata as KubeObject['metadata'] & {
      generateName?: unknown
    }
    const annotations = { ...metadata.annotations, [TRACKING_ANNOTATION]: formatMark(deploymentId, id) }
    const object = { ...hook.object, metadata: { ...metadata, name, annotations } }
    const options = { ...hook.options, hook: hook.options.hook && { ...hook.options.hook, phases: [phase] } }
    return { ...hook, key: resourceKey(id), id, options, object, text: JSON.stringify(object) }
  })
}

/** The text of a hook as the run creates it: marked with the run, and held until the run has seen how it ended. */
export function hookText(text: string, runId: string, phase: Phase): string {
  const object = parseExact(text) as KubeObject
  const { annotations, finalizers, ...metadata } = object.metadata
  return JSON.stringify({
    ...object,
    metadata: {
      ...metadata,
      annotations: { ...annotations, [RUN_ANNOTATION]: runMark(runId, phase) },
      finalizers: [...(finalizers ?? []), HOOK_FINALIZER],
    },
  })
}

/** What the run's annotation says: one object may be a hook of several phases. */
export const runMark = (runId: string, phase: Phase): string => `${runId}/${phase}`
