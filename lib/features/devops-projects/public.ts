/** What other features may use of DevOps projects. */
export { readPolicy } from './repository.ts'
