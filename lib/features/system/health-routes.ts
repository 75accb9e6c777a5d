/** What a supervisor asks: does the process answer, and can it work. */
import 'server-only'
import { PUBLIC } from '#lib/actions/definition.ts'
import { defineRoute } from '#lib/actions/define-route.ts'
import { db } from '#lib/db/client.ts'
import { emptySchema } from '#lib/features/users/schema.ts'

const answer = (body: object, status = 200) => Response.json(body, { status, headers: { 'cache-control': 'no-store' } })

/** The process answers. */
export const liveRoute = defineRoute({
  name: 'system.live',
  scope: 'public',
  permission: PUBLIC,
  input: emptySchema,
  respond: async () => answer({ live: true }),
})

/** The database answers too; a failure comes out as its code. */
export const readyRoute = defineRoute({
  name: 'system.ready',
  scope: 'public',
  permission: PUBLIC,
  input: emptySchema,
  respond: async () => {
    await db.$queryRaw`SELECT 1 AS one`
    return answer({ ready: true })
  },
})
