/** What other features may use of continuous deployments. */
export { addIgnoreRule, restoreRules, type RuleChange } from './ignore-rules.ts'
