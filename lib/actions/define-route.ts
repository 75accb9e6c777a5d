/** Route handlers under app/api: the client's polling and live reads, and the few plain HTTP doors. */
import 'server-only'
import type { NextRequest } from 'next/server'
import type { z } from 'zod'
import { ERROR_CODES, type ActionResult } from '#lib/core/errors.ts'
import type { AccessKind, InputSchema, PermissionFor, RequestContext } from './definition.ts'
import type { Query } from './define-query.ts'
import { guarded } from './failure.ts'
import { enter, type PeoplesEntry } from './pipeline.ts'
import { entryPointsOf, register } from './registry.ts'
import { currentRequest } from './request.ts'

type RouteParams = { params: Promise<Record<string, string | string[] | undefined>> }
export type RouteHandler = (request: NextRequest, context: RouteParams) => Promise<Response>

/** Names from the path and the query string as one object; the path wins, so that a query string cannot move the scope. */
async function rawInput(request: NextRequest, { params }: RouteParams): Promise<Record<string, unknown>> {
  return { ...Object.fromEntries(request.nextUrl.searchParams), ...(await params) }
}

/** An ActionResult as JSON with the status of its code; never cached. */
export function jsonResponse<T>(result: ActionResult<T>): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  if (result.ok) return Response.json(result, { headers })
  const retryAfter = result.error.params?.['retryAfter']
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter))
  return Response.json(result, { status: ERROR_CODES[result.error.code].http, headers })
}

/** Serves a query as JSON. Path parameters and query string are its input. */
export function queryRoute<S extends z.ZodType, T>(query: Query<S, T>): RouteHandler {
  const handler: RouteHandler = async (request, context) =>
    jsonResponse(await query.answer(await currentRequest(), await rawInput(request, context)))
  return register(handler, { ...query.entry, kind: 'route' })
}

export type RouteDefinition<K extends AccessKind, S extends InputSchema<K>> = {
  name: string
  scope: K
  permission: PermissionFor<K>
  input: S
  respond(context: RequestContext<K>, input: z.output<S>, request: NextRequest, route: RouteParams): Promise<Response>
}

/** Declares a route that answers with something else than JSON of a query. Reads only: changes are server actions. */
export function defineRoute<K extends AccessKind, S extends InputSchema<K>>(
  definition: RouteDefinition<K, S>,
): RouteHandler {
  const { name, scope, permission, input } = definition
  const entry: PeoplesEntry = { kind: 'route', name, scope, permission, input }
  const handler: RouteHandler = async (request, route) => {
    const facts = await currentRequest()
    const result = await guarded(name, facts.requestId, async () => {
      const entered = await enter<K, z.output<S>>(entry, facts, await rawInput(request, route))
      return definition.respond(entered.context, entered.input, request, route)
    })
    return result.ok ? result.data : jsonResponse(result)
  }
  return register(handler, entry)
}

/** One address for several routes: the query string says which. Each of them checks its own permission in its own scope. */
export function chooseRoute<Name extends string>(
  routes: Record<Name, RouteHandler>,
  choose: (search: URLSearchParams) => Name,
): RouteHandler {
  const handler: RouteHandler = (request, route) => routes[choose(request.nextUrl.searchParams)](request, route)
  return register(handler, ...Object.values<RouteHandler>(routes).flatMap(entryPointsOf))
}
