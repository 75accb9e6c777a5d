import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { browse, readRefs } from './browse.ts'
import { findRepository, findRepositoryPage } from './repository.ts'
import { listFolderSchema, listRepositoriesSchema, repositoryRefSchema } from './schema.ts'

const access = { scope: 'devops', permission: 'devops.repositories.view' } as const

export const listRepositories = defineQuery({
  name: 'repositories.list',
  ...access,
  input: listRepositoriesSchema,
  run: ({ scope }, input) => findRepositoryPage(scope, input),
})

export const getRepository = defineQuery({
  name: 'repositories.get',
  ...access,
  input: repositoryRefSchema,
  run: ({ scope }, { name }) => findRepository(scope, name),
})

/** Branches and tags, asked from the repository itself. */
export const listRefs = defineQuery({
  name: 'repositories.refs',
  ...access,
  input: repositoryRefSchema,
  run: ({ scope }, { name }) => readRefs(scope, name),
})

/** One level of a folder at a revision. */
export const listFolder = defineQuery({
  name: 'repositories.folder',
  ...access,
  input: listFolderSchema,
  run: ({ scope }, input) => browse(scope, input),
})
