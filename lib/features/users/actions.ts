'use server'

import { PUBLIC, SIGNED_IN } from '#lib/actions/definition.ts'
import { defineAction } from '#lib/actions/define-action.ts'
import { hashPassword } from '#lib/auth/password.ts'
import { deleteUserIn, editUserIn, resetPasswordIn, setPlatformRoleIn, setUserStateIn } from './change-user.ts'
import { changeOwnPassword, keepSession, prepareOwnPassword } from './change-own-password.ts'
import { addUser } from './create-user.ts'
import { endOneSession } from './own-sessions.ts'
import { continueSession, prepareRenewal, renewPasswordIn } from './renew-password.ts'
import {
  addUserSchema,
  changePasswordSchema,
  deleteUserSchema,
  editUserSchema,
  emptySchema,
  endSessionSchema,
  renewPasswordSchema,
  resetPasswordSchema,
  setPlatformRoleSchema,
  setUserStateSchema,
  signInSchema,
} from './schema.ts'
import { beginSession, checkSignIn, recordSignIn } from './sign-in.ts'
import { dropSession, endOwnSession, endOwnSessions } from './sign-out.ts'

/** Signs in with name and password; answers with the path to go on to. */
export const signInAction = defineAction({
  name: 'users.sign-in',
  scope: 'public',
  permission: PUBLIC,
  input: signInSchema,
  prepare: (_, input) => checkSignIn(input),
  run: ({ work }, input, checked) => recordSignIn(work, checked, input.next),
  finish: (_, __, signedIn) => beginSession(signedIn),
})

/** Signs out: this session ends at once. */
export const signOutAction = defineAction({
  name: 'users.sign-out',
  scope: 'session',
  permission: SIGNED_IN,
  duringPasswordChange: true,
  input: emptySchema,
  run: ({ work, actor }) => endOwnSession(work, actor),
  finish: () => dropSession(),
})

/** Signs out in every browser. */
export const signOutEverywhereAction = defineAction({
  name: 'users.sign-out-everywhere',
  scope: 'session',
  permission: SIGNED_IN,
  input: emptySchema,
  run: ({ work, actor }) => endOwnSessions(work, actor),
  finish: () => dropSession(),
})

/** Ends one of the person's own sessions. */
export const endSessionAction = defineAction({
  name: 'users.end-session',
  scope: 'session',
  permission: SIGNED_IN,
  input: endSessionSchema,
  run: ({ work, actor }, { sessionId }) => endOneSession(work, actor, sessionId),
})

/** Sets a new password with the old one; every other session ends. */
export const changePassword = defineAction({
  name: 'users.change-password',
  scope: 'session',
  permission: SIGNED_IN,
  input: changePasswordSchema,
  prepare: ({ actor }, input) => prepareOwnPassword(actor, input),
  run: ({ work }, _, change) => changeOwnPassword(work, change),
  finish: (_, __, claims) => keepSession(claims),
})

/** Replaces a password that somebody else has set; until then nothing else is possible. */
export const renewPassword = defineAction({
  name: 'users.renew-password',
  scope: 'session',
  permission: SIGNED_IN,
  duringPasswordChange: true,
  input: renewPasswordSchema,
  prepare: ({ actor }, { password }) => prepareRenewal(actor, password),
  run: ({ work, actor }, _, renewal) => renewPasswordIn(work, actor, renewal),
  finish: (_, __, claims) => continueSession(claims),
})

/** Creates a person who can sign in. */
export const createUserAction = defineAction({
  name: 'users.create',
  scope: 'platform',
  permission: 'platform.users.manage',
  input: addUserSchema,
  run: ({ work, actor }, input) => addUser(work, actor, input),
})

/** Changes e-mail address and description. */
export const editUser = defineAction({
  name: 'users.edit',
  scope: 'platform',
  permission: 'platform.users.manage',
  input: editUserSchema,
  run: ({ work, actor }, input) => editUserIn(work, actor, input),
})

/** Gives another platform role. */
export const setPlatformRole = defineAction({
  name: 'users.set-role',
  scope: 'platform',
  permission: 'platform.users.manage',
  input: setPlatformRoleSchema,
  run: ({ work, actor }, input) => setPlatformRoleIn(work, actor, input),
})

/** Disables or enables a person. */
export const setUserState = defineAction({
  name: 'users.set-state',
  scope: 'platform',
  permission: 'platform.users.manage',
  input: setUserStateSchema,
  run: ({ work, actor }, input) => setUserStateIn(work, actor, input),
})

/** Sets another person's password. */
export const resetPassword = defineAction({
  name: 'users.reset-password',
  scope: 'platform',
  permission: 'platform.users.manage',
  input: resetPasswordSchema,
  prepare: (_, { password }) => hashPassword(password),
  run: ({ work, actor }, input, passwordHash) => resetPasswordIn(work, actor, input, passwordHash),
})

/** Removes a person. */
export const deleteUser = defineAction({
  name: 'users.delete',
  scope: 'platform',
  permission: 'platform.users.manage',
  input: deleteUserSchema,
  run: ({ work, actor }, input) => deleteUserIn(work, actor, input),
})
