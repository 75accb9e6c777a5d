/** What other features may use of continuous deployments. */
export { findOwners, ownerIdOf, type Owner } from './owners.ts'
export { writeYaml } from '#lib/engine/application/yaml-text.ts'
export { addIgnoreRule, restoreRules, type RuleChange } from './ignore-rules.ts'
