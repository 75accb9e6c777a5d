'use server'

import { DELETE, RESTART, REVEAL, SCALE } from './changes.ts'
import { changeInDeployment, changeInProject } from './define-changes.ts'
import {
  deleteInDeploymentSchema,
  deleteInProjectSchema,
  restartInDeploymentSchema,
  restartInProjectSchema,
  revealInDeploymentSchema,
  revealInProjectSchema,
  scaleInDeploymentSchema,
  scaleInProjectSchema,
} from './schema.ts'

/** Replaces the pods of a workload by the rules of its kind. */
export const restartInProject = changeInProject('project.workloads.manage', restartInProjectSchema, RESTART)
export const restartInDeployment = changeInDeployment('devops.deployments.manage', restartInDeploymentSchema, RESTART)

/** Changes how many pods are wanted, from the number that the person saw. */
export const scaleInProject = changeInProject('project.workloads.manage', scaleInProjectSchema, SCALE)
export const scaleInDeployment = changeInDeployment('devops.deployments.manage', scaleInDeploymentSchema, SCALE)

/** Deletes the very object that the person looked at. */
export const deleteInProject = changeInProject('project.workloads.manage', deleteInProjectSchema, DELETE)
export const deleteInDeployment = changeInDeployment('devops.deployments.manage', deleteInDeploymentSchema, DELETE)

/** Tells one value of a Secret; who asked for which key is recorded before it is told. */
export const revealInProject = changeInProject('project.secrets.reveal', revealInProjectSchema, REVEAL)
export const revealInDeployment = changeInDeployment('devops.secrets.reveal', revealInDeploymentSchema, REVEAL)
