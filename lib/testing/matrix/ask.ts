/** Asks an entry point as its caller from outside would: actions and queries by their pipeline, routes with a Request. */
import { NextRequest } from 'next/server'
import { perform, type Action } from '#lib/actions/define-action.ts'
import type { Query } from '#lib/actions/define-query.ts'
import type { RouteHandler } from '#lib/actions/define-route.ts'
import { currentRequest } from '#lib/actions/request.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import type { Exported } from '#lib/testing/entry-points.ts'
import { inRequest } from '#lib/testing/next-request.ts'
import type { z } from 'zod'
import { requestTo } from './principals.ts'

export type Answer = { status: number | null; body: unknown }

const segmentsOf = (file: string): string[] => file.split('/').slice(1, -1)

type Params = Record<string, string | string[]>

/** The address of a route for this input: what its path names stands in the path, the rest in the query string. */
export function addressOf(file: string, input: Readonly<Record<string, unknown>>): { path: string; params: Params } {
  const params: Params = {}
  const path = segmentsOf(file).map((segment) => {
    const name = /^\[(?:\.\.\.)?(?<name>\w+)\]$/.exec(segment)?.groups?.['name']
    if (name === undefined) return segment
    const value = input[name]
    params[name] = Array.isArray(value) ? value.map(String) : String(value)
    return [params[name]].flat().map(encodeURIComponent).join('/')
  })
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(input)) if (!(key in params)) search.set(key, String(value))
  return { path: `/${path.join('/')}?${search}`, params }
}

/** Reads what has come of a body and closes it: streams have no end. */
async function bodyOf(response: Response): Promise<unknown> {
  if (!response.headers.get('content-type')?.includes('json')) {
    await response.body?.cancel()
    return { ok: response.ok }
  }
  return response.json()
}

async function askRoute({ file, value }: Exported, input: Record<string, unknown>, cookies: string): Promise<Answer> {
  const { path, params } = addressOf(file, input)
  const request = new NextRequest(requestTo(path, cookies))
  const handler = value as RouteHandler
  const response = await inRequest(request, () => handler(request, { params: Promise.resolve(params) }))
  return { status: response.status, body: await bodyOf(response) }
}

/** The answer to the person whose cookies these are. */
export async function ask(exported: Exported, input: Record<string, unknown>, cookies: string): Promise<Answer> {
  const [entry] = exported.entries
  if (entry?.kind === 'route') return askRoute(exported, input, cookies)
  const body = await inRequest(requestTo('/page', cookies), async (): Promise<ActionResult<unknown>> => {
    const facts = await currentRequest()
    return entry?.kind === 'query'
      ? (exported.value as Query<z.ZodType, unknown>).answer(facts, input)
      : perform(exported.value as Action<z.ZodType, unknown>, facts, input)
  })
  return { status: null, body }
}
