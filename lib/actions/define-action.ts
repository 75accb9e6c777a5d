/** Server actions: the only way the console changes anything. */
import 'server-only'
import { refresh } from 'next/cache'
import type { z } from 'zod'
import type { ActionResult } from '#lib/core/errors.ts'
import { workOf } from '#lib/audit/record.ts'
import { withTransaction } from '#lib/db/client.ts'
import type { AccessKind, ActionContext, InputSchema, PermissionFor, RequestContext } from './definition.ts'
import { guarded } from './failure.ts'
import { enter, type PeoplesEntry, type RequestFacts } from './pipeline.ts'
import { register } from './registry.ts'
import { currentRequest } from './request.ts'

export type ActionDefinition<K extends AccessKind, S extends InputSchema<K>, P, T, R> = {
  /** `<feature>.<verb>`; appears in logs. */
  name: string
  scope: K
  permission: PermissionFor<K>
  input: S
  /** Open also to somebody whose password must be changed first. */
  duringPasswordChange?: boolean
  /** Before the transaction: reads and calls to other systems that leave nothing behind. Its answer is handed to `run`. */
  prepare?: (context: RequestContext<K>, input: z.output<S>) => Promise<P>
  /** The change, in one transaction with its audit row. */
  run(context: ActionContext<K>, input: z.output<S>, prepared: P): Promise<T>
  /** After the commit: the effect in another system. Undoes what `run` wrote when it fails. */
  finish?: (context: RequestContext<K>, input: z.output<S>, result: T) => Promise<R>
}

export type Action<S extends z.ZodType, R> = (input: z.input<S>) => Promise<ActionResult<R>>

type Perform<R> = (request: RequestFacts, raw: unknown) => Promise<ActionResult<R>>
const performers = new WeakMap<object, Perform<unknown>>()

/** Runs an action for a request that is described, not current. For tests. */
export function perform<S extends z.ZodType, R>(
  action: Action<S, R>,
  request: RequestFacts,
  raw: unknown,
): Promise<ActionResult<R>> {
  const known = performers.get(action) as Perform<R> | undefined
  if (!known) throw new Error('not an action made by defineAction')
  return known(request, raw)
}

/** Declares a server action. It never throws an AppError: it answers with data or with a code. */
export function defineAction<K extends AccessKind, S extends InputSchema<K>, T, P = undefined, R = T>(
  definition: ActionDefinition<K, S, P, T, R>,
): Action<S, R> {
  const { name, scope, permission, input, duringPasswordChange = false } = definition
  const entry: PeoplesEntry = { kind: 'action', name, scope, permission, input, duringPasswordChange }
  const performHere: Perform<R> = (request, raw) =>
    guarded(name, request.requestId, async () => {
      const { context, input: parsed } = await enter<K, z.output<S>>(entry, request, raw)
      const prepared = (await definition.prepare?.(context, parsed)) as P
      const result = await withTransaction((tx) =>
        definition.run({ ...context, work: workOf(tx, context.requestId, context.actor) }, parsed, prepared),
      )
      return definition.finish ? definition.finish(context, parsed, result) : (result as unknown as R)
    })
  const action = async (raw: z.input<S>): Promise<ActionResult<R>> => {
    const result = await performHere(await currentRequest(), raw)
    if (result.ok) refresh()
    return result
  }
  performers.set(action, performHere)
  return register(action, entry)
}
