import 'server-only'
import { SIGNED_IN } from '#lib/actions/definition.ts'
import { defineQuery } from '#lib/actions/define-query.ts'
import { findEverywhere } from './find-everywhere.ts'
import { searchSchema } from './schema.ts'

/** Whatever the person may see whose name or alias contains the text; a few of each kind. */
export const searchEverywhere = defineQuery({
  name: 'search.everywhere',
  scope: 'session',
  permission: SIGNED_IN,
  input: searchSchema,
  run: ({ actor }, { search }) => findEverywhere(actor, search),
})
