/** Guarded reads for server components; routes serve the same queries as JSON. */
import 'server-only'
import { cache } from 'react'
import type { z } from 'zod'
import type { ActionResult } from '#lib/core/errors.ts'
import type { AccessKind, EntryPoint, InputSchema, PermissionFor, RequestContext } from './definition.ts'
import { guarded } from './failure.ts'
import { enter, type PeoplesEntry, type RequestFacts } from './pipeline.ts'
import { register } from './registry.ts'
import { currentRequest } from './request.ts'

export type QueryDefinition<K extends AccessKind, S extends InputSchema<K>, T> = {
  /** `<feature>.<verb>`; appears in logs. */
  name: string
  scope: K
  permission: PermissionFor<K>
  input: S
  run(context: RequestContext<K>, input: z.output<S>): Promise<T>
}

export type Query<S extends z.ZodType, T> = ((input: z.input<S>) => Promise<ActionResult<T>>) & {
  /** The same query for a request that is described, not current: routes and tests. */
  answer(request: RequestFacts, raw: unknown): Promise<ActionResult<T>>
  entry: EntryPoint
}

/**
 * Declares a query. Calling it never throws an AppError: it answers with data or with a code. Within one render the same input is
 * answered once.
 */
export function defineQuery<K extends AccessKind, S extends InputSchema<K>, T>(
  definition: QueryDefinition<K, S, T>,
): Query<S, T> {
  const { name, scope, permission, input } = definition
  const entry: PeoplesEntry = { kind: 'query', name, scope, permission, input }
  const answer = (request: RequestFacts, raw: unknown): Promise<ActionResult<T>> =>
    guarded(name, request.requestId, async () => {
      const entered = await enter<K, z.output<S>>(entry, request, raw)
      return definition.run(entered.context, entered.input)
    })
  const once = cache(async (key: string) => answer(await currentRequest(), JSON.parse(key)))
  const query = (raw: z.input<S>) => once(JSON.stringify(raw ?? {}))
  return register(Object.assign(query, { answer, entry }), entry)
}
