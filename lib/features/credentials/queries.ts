import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { findCredential, findCredentialPage } from './credential.ts'
import { credentialRefSchema, listCredentialsSchema } from './schema.ts'

const access = { scope: 'devops', permission: 'devops.credentials.view' } as const

export const listCredentials = defineQuery({
  name: 'credentials.list',
  ...access,
  input: listCredentialsSchema,
  run: ({ scope }, input) => findCredentialPage(scope, input),
})

export const getCredential = defineQuery({
  name: 'credentials.get',
  ...access,
  input: credentialRefSchema,
  run: ({ scope }, { name }) => findCredential(scope, name),
})
