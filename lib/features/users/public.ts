/** What other features may use of people. */
export { isLastAdmin } from './change-user.ts'
export { createPersonOfProvider } from './create-user.ts'
export { requireAllowed } from './rules.ts'
export { beginSession, currentVisitor, recordSignIn } from './sign-in.ts'
