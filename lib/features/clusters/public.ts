/** What other features may use of clusters. */
export { clusterSelect, findWorkspaceCluster, toClusterSummary } from './repository.ts'
export { kubeForCluster } from './kube-for-cluster.ts'
export { ensureNamespace } from './ensure-namespace.ts'
export {
  createNamespace,
  deleteNamespace,
  findNamespace,
  labelNamespace,
  listNamespaces,
  ownerOfNamespace,
  releaseNamespace,
  requireNewNamespace,
} from './namespaces.ts'
export { findWorkspaceClusters } from './repository.ts'
