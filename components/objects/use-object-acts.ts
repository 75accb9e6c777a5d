'use client'
import { useAction } from '#components/patterns/use-action.ts'
import {
  deleteInDeployment,
  deleteInProject,
  restartInDeployment,
  restartInProject,
  revealInDeployment,
  revealInProject,
  scaleInDeployment,
  scaleInProject,
} from '#lib/features/objects/actions.ts'
import type { ObjectDetail } from '#lib/features/objects/types.ts'
import { refOf, type ObjectAccess } from './access.ts'

type Propagation = 'foreground' | 'background' | 'orphan'

/** The object as actions name it; its kind takes the place of the way's. */
const seen = ({ id, uid }: ObjectDetail) => ({ ...refOf(id), uid })

/** Replaces the pods of a workload. */
export function useRestart(access: ObjectAccess, detail: ObjectDetail) {
  return useAction<void, null>(() =>
    access.kind === 'project'
      ? restartInProject({ ...access, ...seen(detail) })
      : restartInDeployment({ ...access, ...seen(detail) }),
  )
}

/** Changes the number of pods from the one that was shown; for a form. */
export function useScaling(access: ObjectAccess, detail: ObjectDetail, from: number) {
  return ({ replicas }: { replicas: number }) => {
    const input = { ...seen(detail), from, replicas }
    return access.kind === 'project'
      ? scaleInProject({ ...access, ...input })
      : scaleInDeployment({ ...access, ...input })
  }
}

export function useDelete(access: ObjectAccess, detail: ObjectDetail) {
  return useAction((choice: { propagation: Propagation; confirmation: string }) => {
    const input = { ...seen(detail), ...choice }
    return access.kind === 'project'
      ? deleteInProject({ ...access, ...input })
      : deleteInDeployment({ ...access, ...input })
  })
}

/** Asks for one value of a Secret. */
export function useReveal(access: ObjectAccess, detail: ObjectDetail) {
  return useAction((key: string) => {
    const input = { ...seen(detail), key }
    return access.kind === 'project'
      ? revealInProject({ ...access, ...input })
      : revealInDeployment({ ...access, ...input })
  })
}
