import 'server-only'
import { PUBLIC, SIGNED_IN } from '#lib/actions/definition.ts'
import { defineQuery } from '#lib/actions/define-query.ts'
import { listChoices, readOwnSignIn } from './identities.ts'
import { listPlaces, listProviders } from './providers.ts'
import { emptySchema } from './schema.ts'

/** The providers that the log-in page offers. */
export const getSignInChoices = defineQuery({
  name: 'single-sign-on.choices',
  scope: 'public',
  permission: PUBLIC,
  input: emptySchema,
  run: () => listChoices(),
})

/** How the reader signs in. */
export const getOwnSignIn = defineQuery({
  name: 'single-sign-on.own',
  scope: 'session',
  permission: SIGNED_IN,
  input: emptySchema,
  run: ({ actor }) => readOwnSignIn(actor),
})

/** Every provider with its mappings. */
export const getProviders = defineQuery({
  name: 'single-sign-on.list',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: emptySchema,
  run: () => listProviders(),
})

/** Where a group may give a role. */
export const getMappingPlaces = defineQuery({
  name: 'single-sign-on.places',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: emptySchema,
  run: () => listPlaces(),
})
