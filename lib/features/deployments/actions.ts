'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { forEachOf } from './batch.ts'
import { checkWanted } from './check-wanted.ts'
import { createDeploymentIn } from './create-deployment.ts'
import { deleteDeploymentIn, requireConfirmation } from './delete-deployment.ts'
import { editInfo } from './edit-info.ts'
import { editSettings } from './edit-settings.ts'
import { checkYaml, editYaml } from './edit-yaml.ts'
import { ignoreDifferenceIn } from './ignore-difference.ts'
import { pauseDeploymentIn, resumeDeploymentIn } from './pause-deployment.ts'
import { previewDeploymentIn, previewObjectIn } from './previews.ts'
import { refreshDeploymentIn } from './refresh-deployment.ts'
import { releaseDeploymentIn, rollbackDeploymentIn } from './rollback-deployment.ts'
import { forgetFilterIn, saveFilterIn } from './saved-filters.ts'
import {
  createDeploymentSchema,
  deleteDeploymentSchema,
  deleteManySchema,
  deploymentRefSchema,
  editDeploymentInfoSchema,
  editDeploymentSettingsSchema,
  editDeploymentYamlSchema,
  ignoreDifferenceSchema,
  forgetFilterSchema,
  manyDeploymentsSchema,
  pauseDeploymentSchema,
  previewDeploymentSchema,
  previewObjectSchema,
  pauseManySchema,
  rollbackDeploymentSchema,
  saveFilterSchema,
  syncDeploymentSchema,
  syncManySchema,
} from './schema.ts'
import { syncDeploymentIn } from './sync-deployment.ts'
import { terminateSyncIn } from './terminate-sync.ts'

/** Creates a continuous deployment; the engine starts on it at once. */
export const createDeployment = defineAction({
  name: 'deployments.create',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: createDeploymentSchema,
  prepare: ({ scope }, input) => checkWanted(scope, input),
  run: ({ work, scope }, input) => createDeploymentIn(work, scope, input),
})

/** Asks the engine what a draft would do; answers with the id under which `getPreview` finds it. Changes nothing. */
export const previewDeployment = defineAction({
  name: 'deployments.preview',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: previewDeploymentSchema,
  run: ({ work, scope }, input) => previewDeploymentIn(work, scope, input),
})

/** Asks the engine how one object would be made; answers with the id under which `getObjectPreview` finds it. Changes nothing. */
export const previewObject = defineAction({
  name: 'deployments.preview-object',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: previewObjectSchema,
  run: ({ work, scope }, input) => previewObjectIn(work, scope, input),
})

/** Changes where a deployment comes from, where it goes and how it is synchronised. */
export const editDeploymentSettings = defineAction({
  name: 'deployments.edit-settings',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: editDeploymentSettingsSchema,
  prepare: ({ scope }, input) => checkWanted(scope, input),
  run: ({ work, scope }, input) => editSettings(work, scope, input),
})

/** Changes alias and description. */
export const editDeploymentInfo = defineAction({
  name: 'deployments.edit-info',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: editDeploymentInfoSchema,
  run: ({ work, scope }, input) => editInfo(work, scope, input),
})

/** Replaces repository, destination and specification with what the YAML says. */
export const editDeploymentYaml = defineAction({
  name: 'deployments.edit-yaml',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: editDeploymentYamlSchema,
  prepare: ({ scope }, input) => checkYaml(scope, input),
  run: ({ work, scope }, input) => editYaml(work, scope, input),
})

/** Leaves fields of one object out of the comparison; answers with the new version. */
export const ignoreDifference = defineAction({
  name: 'deployments.ignore-difference',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: ignoreDifferenceSchema,
  run: ({ work, scope }, input) => ignoreDifferenceIn(work, scope, input),
})

/** Asks for a synchronisation; answers with its number. */
export const syncDeployment = defineAction({
  name: 'deployments.sync',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: syncDeploymentSchema,
  run: ({ work, scope }, input) => syncDeploymentIn(work, scope, input),
})

/** Ends the sync that is pending or running; answers with its number. */
export const terminateSync = defineAction({
  name: 'deployments.terminate-sync',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: deploymentRefSchema,
  run: ({ work, scope }, input) => terminateSyncIn(work, scope, input),
})

/** Holds automatic synchronisation back, with a reason. */
export const pauseDeployment = defineAction({
  name: 'deployments.pause',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: pauseDeploymentSchema,
  run: ({ work, scope }, input) => pauseDeploymentIn(work, scope, input),
})

/** Ends a pause. */
export const resumeDeployment = defineAction({
  name: 'deployments.resume',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: deploymentRefSchema,
  run: ({ work, scope }, input) => resumeDeploymentIn(work, scope, input),
})

/** Pins a deployment to the commit of an earlier run; answers with the number of the run that brings it there. */
export const rollbackDeployment = defineAction({
  name: 'deployments.rollback',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: rollbackDeploymentSchema,
  run: ({ work, scope }, input) => rollbackDeploymentIn(work, scope, input),
})

/** Lets a pinned deployment follow its revision again. */
export const releaseDeployment = defineAction({
  name: 'deployments.release',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: deploymentRefSchema,
  run: ({ work, scope }, input) => releaseDeploymentIn(work, scope, input),
})

/** Asks the engine to look at Git and cluster now. */
export const refreshDeployment = defineAction({
  name: 'deployments.refresh',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: deploymentRefSchema,
  run: ({ work, scope }, input) => refreshDeploymentIn(work, scope, input),
})

/** Asks for the deletion of a deployment, with or without its objects. */
export const deleteDeployment = defineAction({
  name: 'deployments.delete',
  scope: 'devops',
  permission: 'devops.deployments.manage',
  input: deleteDeploymentSchema,
  run: ({ work, scope }, input) => deleteDeploymentIn(work, scope, input),
})

/** The acts on many deployments. Each answers with what became of every one of them. */
const batch = { scope: 'devops', permission: 'devops.deployments.manage' } as const

export const syncDeployments = defineAction({
  name: 'deployments.sync-many',
  ...batch,
  input: syncManySchema,
  run: ({ work, scope }, { names, options, plans, ...place }) => {
    const digests = new Map(Object.entries(plans))
    return forEachOf(work, names, (name) => {
      const expectedPlan = digests.get(name)
      return syncDeploymentIn(work, scope, {
        ...place,
        name,
        options: expectedPlan ? { ...options, expectedPlan } : options,
      })
    })
  },
})

export const refreshDeployments = defineAction({
  name: 'deployments.refresh-many',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: manyDeploymentsSchema,
  run: ({ work, scope }, { names, ...input }) =>
    forEachOf(work, names, (name) => refreshDeploymentIn(work, scope, { ...input, name })),
})

export const pauseDeployments = defineAction({
  name: 'deployments.pause-many',
  ...batch,
  input: pauseManySchema,
  run: ({ work, scope }, { names, ...input }) =>
    forEachOf(work, names, (name) => pauseDeploymentIn(work, scope, { ...input, name })),
})

export const resumeDeployments = defineAction({
  name: 'deployments.resume-many',
  ...batch,
  input: manyDeploymentsSchema,
  run: ({ work, scope }, { names, ...input }) =>
    forEachOf(work, names, (name) => resumeDeploymentIn(work, scope, { ...input, name })),
})

/** Objects of protected kinds stay: they are chosen one by one, at a deployment of their own. */
export const deleteDeployments = defineAction({
  name: 'deployments.delete-many',
  ...batch,
  input: deleteManySchema,
  run: ({ work, scope }, { names, confirmation, ...input }) => {
    requireConfirmation(confirmation, scope.devopsProject)
    return forEachOf(work, names, (name) =>
      deleteDeploymentIn(work, scope, { ...input, name, confirmation: name, includeKeys: [] }),
    )
  },
})

/** Keeps the person's search under a name. */
export const saveFilter = defineAction({
  name: 'deployments.save-filter',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: saveFilterSchema,
  run: ({ work, actor, scope }, input) => saveFilterIn(work.tx, actor, scope, input),
})

export const forgetFilter = defineAction({
  name: 'deployments.forget-filter',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: forgetFilterSchema,
  run: ({ work, actor, scope }, input) => forgetFilterIn(work.tx, actor, scope, input),
})
