/** What other features may use of the platform's own state. */
export { changeSetting, readSetting, readVersioned } from './settings.ts'
