import 'server-only'
import { PUBLIC } from '#lib/actions/definition.ts'
import { defineQuery } from '#lib/actions/define-query.ts'
import { permissionsIn } from '#lib/authz/can.ts'
import { findUserPage } from './repository.ts'
import { emptySchema, listUsersSchema } from './schema.ts'
import type { SessionView } from './types.ts'

/** Who is signed in; null for a visitor. */
export const getSession = defineQuery({
  name: 'users.session',
  scope: 'public',
  permission: PUBLIC,
  input: emptySchema,
  run: async ({ actor }): Promise<SessionView | null> =>
    actor && {
      username: actor.username,
      email: actor.email,
      platformRole: actor.platformRole,
      permissions: permissionsIn(actor, { kind: 'platform' }),
      locale: actor.locale,
      mustChangePassword: actor.mustChangePassword,
    },
})

/** Everybody who can sign in, for those who manage people. */
export const listUsers = defineQuery({
  name: 'users.list',
  scope: 'platform',
  permission: 'platform.users.view',
  input: listUsersSchema,
  run: ({ actor }, input) => findUserPage(actor, input),
})
