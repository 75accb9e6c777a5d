/** What other features may use of code repositories. */
export { keepCheck, testRepository } from './check-repository.ts'
export { checkSource } from './check-source.ts'
export { git } from './git.ts'
export { findRepositoryByUrl, findRepositoryId, findRepositoryRef } from './repository.ts'
