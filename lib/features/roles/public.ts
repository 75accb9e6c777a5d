/** What other features may use of roles. */
export { findCustomRole } from './repository.ts'
export { requireOwn } from './require-own.ts'
