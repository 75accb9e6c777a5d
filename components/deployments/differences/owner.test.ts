import { expect, test } from 'vitest'
import { ownerKind } from './owner.ts'

test.each([
  ['', 'unknown'],
  ['ieum', 'ieum'],
  ['ieum-console', 'console'],
  ['kubectl-edit', 'person'],
  ['kubectl', 'person'],
  ['Mozilla/5.0', 'person'],
  ['oc-proxy', 'person'],
  ['ocean-controller', 'controller'],
  ['kube-controller-manager', 'controller'],
  ['vertical-pod-autoscaler', 'controller'],
])('%s is %s', (manager, kind) => expect(ownerKind(manager)).toBe(kind))
