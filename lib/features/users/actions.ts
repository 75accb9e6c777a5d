'use server'

import { PUBLIC, SIGNED_IN } from '#lib/actions/definition.ts'
import { defineAction } from '#lib/actions/define-action.ts'
import { emptySchema, signInSchema } from './schema.ts'
import { beginSession, checkSignIn, recordSignIn } from './sign-in.ts'
import { dropSession, endOwnSessions } from './sign-out.ts'

/** Signs in with name and password; answers with the path to go on to. */
export const signInAction = defineAction({
  name: 'users.sign-in',
  scope: 'public',
  permission: PUBLIC,
  input: signInSchema,
  prepare: (_, input) => checkSignIn(input),
  run: ({ work }, input, user) => recordSignIn(work, user, input.next),
  finish: (_, __, signedIn) => beginSession(signedIn),
})

/** Signs out: every session of the person ends. */
export const signOutAction = defineAction({
  name: 'users.sign-out',
  scope: 'session',
  permission: SIGNED_IN,
  input: emptySchema,
  run: ({ work, actor }) => endOwnSessions(work, actor),
  finish: () => dropSession(),
})
