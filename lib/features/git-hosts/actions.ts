'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { addGitHostIn, removeGitHostIn } from './git-hosts.ts'
import { addGitHostSchema, removeGitHostSchema } from './schema.ts'

/** Lets Git contact a host although its address is private. */
export const addGitHost = defineAction({
  name: 'git-hosts.add',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: addGitHostSchema,
  run: ({ work }, input) => addGitHostIn(work, input),
})

/** Takes a host off the allow-list. */
export const removeGitHost = defineAction({
  name: 'git-hosts.remove',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: removeGitHostSchema,
  run: ({ work }, input) => removeGitHostIn(work, input),
})
