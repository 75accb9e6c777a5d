/** Namespaces that belong to Kubernetes itself or to Ieum: never a project. */
const RESERVED = /^(kube-.*|default|ieum-.*)$/

export const isReservedNamespace = (name: string): boolean => RESERVED.test(name)
