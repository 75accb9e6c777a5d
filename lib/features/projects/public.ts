/** What other features may use of projects. */
export { claimProject } from './claim-project.ts'
export { lockPlace } from './lock-place.ts'
export { isReservedNamespace } from './reserved.ts'
