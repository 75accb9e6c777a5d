/** The two entry points of one change: through a project and through a continuous deployment. */
import { defineAction, type Action } from '#lib/actions/define-action.ts'
import type { PermissionFor } from '#lib/actions/definition.ts'
import type { z } from 'zod'
import { findInDeployment, findInProject, type ObjectRef } from './access.ts'
import { checked, recordChange, type Change } from './changes.ts'

type Seen = ObjectRef & { uid: string }
type InProject = Seen & { workspace: string; cluster: string; project: string }
type InDeployment = Seen & { workspace: string; devopsProject: string; name: string }

/** Declares the change of an object of a project's namespace. */
export function changeInProject<S extends z.ZodType<InProject>, Answer>(
  permission: PermissionFor<'project'>,
  input: S,
  change: Change<z.output<S>, Answer>,
): Action<S, Answer> {
  return defineAction({
    name: `${change.action}-in-project`,
    scope: 'project',
    permission,
    input,
    prepare: async ({ scope }, asked) => checked(change, await findInProject(scope, asked), asked),
    run: async ({ work, scope }, asked, found) => {
      await recordChange(change, work, scope, found, asked)
      return found
    },
    finish: (_, asked, found) => change.act(found, asked),
  })
}

/** Declares the change of an object that a deployment manages, or of one below it. */
export function changeInDeployment<S extends z.ZodType<InDeployment>, Answer>(
  permission: PermissionFor<'devops'>,
  input: S,
  change: Change<z.output<S>, Answer>,
): Action<S, Answer> {
  return defineAction({
    name: `${change.action}-in-deployment`,
    scope: 'devops',
    permission,
    input,
    prepare: async ({ scope }, asked) => checked(change, await findInDeployment(scope, asked.name, asked), asked),
    run: async ({ work, scope }, asked, found) => {
      await recordChange(change, work, scope, found, asked)
      return found
    },
    finish: (_, asked, found) => change.act(found, asked),
  })
}
