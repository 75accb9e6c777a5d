'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { git } from '#lib/features/repositories/public.ts'
import { createCredentialIn } from './create-credential.ts'
import { deleteCredentialIn } from './delete-credential.ts'
import { editCredentialIn } from './edit-credential.ts'
import { recheckRepositories } from './recheck.ts'
import { createCredentialSchema, deleteCredentialSchema, editCredentialSchema, scanHostKeysSchema } from './schema.ts'
import { checkSecret } from './secret.ts'

/** Keeps a credential whose key, if it is one, was opened first. */
export const createCredential = defineAction({
  name: 'credentials.create',
  scope: 'devops',
  permission: 'devops.credentials.manage',
  input: createCredentialSchema,
  prepare: (_, input) => checkSecret(input),
  run: ({ work, scope }, input) => createCredentialIn(work, scope, input),
})

/** Changes a credential, wakes the deployments that sign in with it and asks its repositories at once. */
export const editCredential = defineAction({
  name: 'credentials.edit',
  scope: 'devops',
  permission: 'devops.credentials.manage',
  input: editCredentialSchema,
  prepare: (_, input) => checkSecret(input),
  run: ({ work, scope }, input) => editCredentialIn(work, scope, input),
  finish: async ({ scope }, { name }, { version, signsInAnew }) => ({
    version,
    rechecked: signsInAnew ? await recheckRepositories(scope, name) : null,
  }),
})

/** Forgets a credential that no repository uses. */
export const deleteCredential = defineAction({
  name: 'credentials.delete',
  scope: 'devops',
  permission: 'devops.credentials.manage',
  input: deleteCredentialSchema,
  run: ({ work, scope }, input) => deleteCredentialIn(work, scope, input),
})

/** The keys that an ssh host shows, to be compared with what it publishes. Keeps nothing. */
export const scanHostKeys = defineAction({
  name: 'credentials.scan-host-keys',
  scope: 'devops',
  permission: 'devops.credentials.manage',
  input: scanHostKeysSchema,
  prepare: (_, { boundTo }) => git().scanHostKeys(`${boundTo}/x`),
  run: async (_, __, keys) => keys,
})
