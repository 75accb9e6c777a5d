'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { assignClusterIn } from './assign.ts'
import { testKubeconfig, tryKubeconfig } from './candidate.ts'
import {
  afterRemoval,
  checkCluster as check,
  editClusterIn,
  keepClusterCheck,
  registerClusterIn,
  removeClusterIn,
  renewClusterIn,
  tryRenewal,
} from './manage.ts'
import {
  assignClusterSchema,
  clusterRefSchema,
  editClusterSchema,
  registerClusterSchema,
  removeClusterSchema,
  renewClusterSchema,
  testClusterSchema,
} from './schema.ts'

/** Tries a kubeconfig and lists what its identity may do. Changes nothing. */
export const testCluster = defineAction({
  name: 'clusters.test',
  scope: 'platform',
  permission: 'platform.clusters.manage',
  input: testClusterSchema,
  prepare: (_, { kubeconfig }) => testKubeconfig(kubeconfig),
  run: async (_, __, outcome) => outcome,
})

/** Registers a cluster that answers. */
export const registerCluster = defineAction({
  name: 'clusters.register',
  scope: 'platform',
  permission: 'platform.clusters.manage',
  input: registerClusterSchema,
  prepare: (_, { kubeconfig }) => tryKubeconfig(kubeconfig),
  run: ({ work }, input, candidate) => registerClusterIn(work, input, candidate),
})

/** Changes alias and description. */
export const editCluster = defineAction({
  name: 'clusters.edit',
  scope: 'platform',
  permission: 'platform.clusters.manage',
  input: editClusterSchema,
  run: ({ work }, input) => editClusterIn(work, input),
})

/** Replaces the connection by another one to the same cluster. */
export const renewCluster = defineAction({
  name: 'clusters.renew',
  scope: 'platform',
  permission: 'platform.clusters.manage',
  input: renewClusterSchema,
  prepare: (_, input) => tryRenewal(input),
  run: ({ work }, input, candidate) => renewClusterIn(work, input, candidate),
})

/** Asks a cluster now whether it answers, and keeps the outcome. */
export const checkCluster = defineAction({
  name: 'clusters.check',
  scope: 'platform',
  permission: 'platform.clusters.manage',
  input: clusterRefSchema,
  prepare: (_, { name }) => check(name),
  run: async ({ work }, _, outcome) => {
    await keepClusterCheck(work, outcome)
    return { ready: 'facts' in outcome }
  },
})

/** Gives a cluster to workspaces and takes it from others. */
export const assignCluster = defineAction({
  name: 'clusters.assign',
  scope: 'platform',
  permission: 'platform.clusters.manage',
  input: assignClusterSchema,
  run: ({ work }, input) => assignClusterIn(work, input),
})

/** Forgets a cluster that nothing uses. */
export const removeCluster = defineAction({
  name: 'clusters.remove',
  scope: 'platform',
  permission: 'platform.clusters.manage',
  input: removeClusterSchema,
  run: ({ work }, input) => removeClusterIn(work, input),
  finish: async (_, { name }, removed) => {
    await afterRemoval(removed)
    return { name }
  },
})
