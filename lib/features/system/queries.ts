import 'server-only'
import { SIGNED_IN } from '#lib/actions/definition.ts'
import { defineQuery } from '#lib/actions/define-query.ts'
import { emptySchema } from '#lib/features/users/schema.ts'
import { readEngineState } from './read-engine-state.ts'

/** Whether the engine works and how many of the clusters that the person's workspaces use are ready. */
export const getEngineState = defineQuery({
  name: 'system.engine-state',
  scope: 'session',
  permission: SIGNED_IN,
  input: emptySchema,
  run: ({ actor }) => readEngineState(actor),
})
