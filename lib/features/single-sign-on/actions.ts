'use server'

import { PUBLIC, SIGNED_IN } from '#lib/actions/definition.ts'
import { defineAction } from '#lib/actions/define-action.ts'
import { arrive, checkAnswer, finish } from './finish.ts'
import { linkUser, unlinkOwn, unlinkUser } from './identities.ts'
import { addMappingIn, removeMappingIn } from './mappings.ts'
import { addProviderIn, editProviderIn, removeProviderIn, tryProvider } from './providers.ts'
import {
  addMappingSchema,
  addProviderSchema,
  editProviderSchema,
  finishSchema,
  linkSchema,
  linkUserSchema,
  removeMappingSchema,
  removeProviderSchema,
  startSchema,
  testProviderSchema,
  unlinkSchema,
  unlinkUserSchema,
} from './schema.ts'
import { startLink, startSignIn } from './start.ts'

/** Begins signing in at a provider; answers with the address to go to. */
export const startSingleSignOn = defineAction({
  name: 'single-sign-on.start',
  scope: 'public',
  permission: PUBLIC,
  input: startSchema,
  prepare: (_, input) => startSignIn(input),
  run: async (_, __, started) => started,
})

/** Comes back from a provider: signs in, or links what was to be linked; answers with the path to go on to. */
export const finishSingleSignOn = defineAction({
  name: 'single-sign-on.finish',
  scope: 'public',
  permission: PUBLIC,
  input: finishSchema,
  prepare: (_, input) => checkAnswer(input),
  run: ({ work, actor }, _, vouched) => finish(work, actor, vouched),
  finish: (_, __, finished) => arrive(finished),
})

/** Begins linking an identity to oneself; answers with the address to go to. */
export const linkOwnIdentity = defineAction({
  name: 'single-sign-on.link-own',
  scope: 'session',
  permission: SIGNED_IN,
  input: linkSchema,
  prepare: ({ actor }, input) => startLink(actor, input),
  run: async (_, __, started) => started,
})

/** Takes a link to oneself away. */
export const unlinkOwnIdentity = defineAction({
  name: 'single-sign-on.unlink-own',
  scope: 'session',
  permission: SIGNED_IN,
  input: unlinkSchema,
  run: ({ work, actor }, { id }) => unlinkOwn(work, actor, id),
})

/** Lets an identity in as a person. */
export const linkUserIdentity = defineAction({
  name: 'single-sign-on.link-user',
  scope: 'platform',
  permission: 'platform.users.manage',
  input: linkUserSchema,
  run: ({ work, actor }, input) => linkUser(work, actor, input),
})

/** Takes a person's link away. */
export const unlinkUserIdentity = defineAction({
  name: 'single-sign-on.unlink-user',
  scope: 'platform',
  permission: 'platform.users.manage',
  input: unlinkUserSchema,
  run: ({ work, actor }, input) => unlinkUser(work, actor, input),
})

/** Adds a provider, after trying it. */
export const addProvider = defineAction({
  name: 'single-sign-on.add',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: addProviderSchema,
  prepare: (_, input) => tryProvider(input),
  run: ({ work }, input) => addProviderIn(work, input),
})

/** Changes a provider. */
export const editProvider = defineAction({
  name: 'single-sign-on.edit',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: editProviderSchema,
  run: ({ work }, input) => editProviderIn(work, input),
})

/** Removes a provider with all that it gave. */
export const removeProvider = defineAction({
  name: 'single-sign-on.remove',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: removeProviderSchema,
  run: ({ work, actor }, input) => removeProviderIn(work, actor, input),
})

/** Asks a provider for its description and keys. */
export const testProviderConnection = defineAction({
  name: 'single-sign-on.test',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: testProviderSchema,
  prepare: (_, input) => tryProvider(input),
  run: async (_, __, tested) => tested,
})

/** Gives a group a role. */
export const addGroupMapping = defineAction({
  name: 'single-sign-on.map-group',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: addMappingSchema,
  run: ({ work }, input) => addMappingIn(work, input),
})

/** Takes a group's role away. */
export const removeGroupMapping = defineAction({
  name: 'single-sign-on.unmap-group',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: removeMappingSchema,
  run: ({ work }, input) => removeMappingIn(work, input),
})
