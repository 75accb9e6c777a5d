/** What other features may use of continuous deployments. */
export { findOwners, ownerIdOf, type Owner } from './owners.ts'
export { findManaged, namespacesOf, treeOf } from './live/read-tree.ts'
export { toDifferences } from './to-why.ts'
export { writeYaml } from '#lib/engine/application/yaml-text.ts'
export { addIgnoreRule, restoreRules, withPointers, type RuleChange } from './ignore-rules.ts'
export { findObjectPreview } from './previews.ts'
