/** What other features may use of the platform's own state. */
export { readSetting } from './settings.ts'
