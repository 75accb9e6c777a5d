'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { keepCheck, testRepository } from './check-repository.ts'
import { deleteRepositoryIn } from './delete-repository.ts'
import { editRepositoryIn, tryCredential } from './edit-repository.ts'
import { git } from './git.ts'
import { checkReachable, importRepositoryIn } from './import-repository.ts'
import { toNamedRemote } from './remote.ts'
import {
  deleteRepositorySchema,
  editRepositorySchema,
  importRepositorySchema,
  repositoryRefSchema,
  testConnectionSchema,
} from './schema.ts'

/** Tries to reach a repository and says at which step it failed. Changes nothing. */
export const testConnection = defineAction({
  name: 'repositories.test-connection',
  scope: 'devops',
  permission: 'devops.repositories.manage',
  input: testConnectionSchema,
  prepare: async ({ scope }, input) => git().test(await toNamedRemote(scope, input)),
  run: async (_, __, outcome) => outcome,
})

/** Tests the connection of an imported repository and keeps the outcome as its last check. */
export const checkRepository = defineAction({
  name: 'repositories.check',
  scope: 'devops',
  permission: 'devops.repositories.manage',
  input: repositoryRefSchema,
  prepare: ({ scope }, input) => testRepository(scope, input),
  run: async ({ work, scope }, { name }, test) => {
    await keepCheck(work, scope, name, test)
    return test
  },
})

/** Imports a repository that answers, or one that does not when the person accepts that. */
export const importRepository = defineAction({
  name: 'repositories.import',
  scope: 'devops',
  permission: 'devops.repositories.manage',
  input: importRepositorySchema,
  prepare: ({ scope }, input) => checkReachable(scope, input, { url: { code: 'invalid' } }),
  run: ({ work, scope }, input, check) => importRepositoryIn(work, scope, input, check),
})

/** Changes alias, description and credential; another credential is tried first. */
export const editRepository = defineAction({
  name: 'repositories.edit',
  scope: 'devops',
  permission: 'devops.repositories.manage',
  input: editRepositorySchema,
  prepare: ({ scope }, input) => tryCredential(scope, input),
  run: ({ work, scope }, input, check) => editRepositoryIn(work, scope, input, check),
})

/** Forgets a repository that no deployment uses. */
export const deleteRepository = defineAction({
  name: 'repositories.delete',
  scope: 'devops',
  permission: 'devops.repositories.manage',
  input: deleteRepositorySchema,
  run: ({ work, scope }, input) => deleteRepositoryIn(work, scope, input),
})
