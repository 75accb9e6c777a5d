/** What other features may use of code repositories. */
export { checkSource } from './check-source.ts'
export { findRepositoryByUrl, findRepositoryId, findRepositoryRef } from './repository.ts'
