import 'server-only'
import { PUBLIC, SIGNED_IN } from '#lib/actions/definition.ts'
import { defineQuery } from '#lib/actions/define-query.ts'
import { permissionsIn } from '#lib/authz/can.ts'
import { listOwnSessions } from './own-sessions.ts'
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

/** Where the reader is signed in. */
export const getOwnSessions = defineQuery({
  name: 'users.own-sessions',
  scope: 'session',
  permission: SIGNED_IN,
  input: emptySchema,
  run: ({ actor }) => listOwnSessions(actor),
})

/** Everybody who can sign in, for those who manage people. */
export const listUsers = defineQuery({
  name: 'users.list',
  scope: 'platform',
  permission: 'platform.users.view',
  input: listUsersSchema,
  run: ({ actor }, input) => findUserPage(actor, input),
})
