/** What other features may use of projects. */
export { claimProject } from './claim-project.ts'
export { isReservedNamespace } from './reserved.ts'
