'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { adoptNamespaceIn, findAdoptable, labelAdopted } from './adopt-namespace.ts'
import { createProject as createProjectIn } from './create-project.ts'
import { deleteProjectIn, endNamespace } from './delete-project.ts'
import { changeQuota, editProjectIn, lookAtQuota, recordQuota } from './edit-project.ts'
import { checkNewProject, makeNamespace } from './make-project.ts'
import {
  adoptNamespaceSchema,
  createProjectSchema,
  deleteProjectSchema,
  editProjectSchema,
  setQuotaSchema,
} from './schema.ts'

/** Makes a project with its namespace, and a quota where one is wanted; the person becomes its admin. */
export const createProject = defineAction({
  name: 'projects.create',
  scope: 'workspace',
  permission: 'workspace.projects.create',
  input: createProjectSchema,
  prepare: ({ scope }, input) => checkNewProject(scope, input),
  run: ({ work, scope }, input) => createProjectIn(work, scope, input),
  finish: (asked, { quota }, project) => makeNamespace(asked, project, quota),
})

/** Makes a namespace that exists a project of the workspace. */
export const adoptNamespace = defineAction({
  name: 'projects.adopt-namespace',
  scope: 'workspace',
  permission: 'workspace.settings.manage',
  input: adoptNamespaceSchema,
  prepare: ({ actor, scope }, input) => findAdoptable(actor, scope, input),
  run: ({ work, scope }, input, found) => adoptNamespaceIn(work, scope, input, found),
  finish: (asked, _, project) => labelAdopted(asked, project),
})

/** Changes alias and description. */
export const editProject = defineAction({
  name: 'projects.edit',
  scope: 'project',
  permission: 'project.settings.manage',
  input: editProjectSchema,
  run: ({ work, scope }, input) => editProjectIn(work, scope, input),
})

/** Changes what the project may use at most. */
export const setProjectQuota = defineAction({
  name: 'projects.set-quota',
  scope: 'project',
  permission: 'project.settings.manage',
  input: setQuotaSchema,
  prepare: ({ scope }, input) => lookAtQuota(scope, input),
  run: ({ work, scope }, input, before) => recordQuota(work, scope, input, before),
  finish: ({ scope }, input) => changeQuota(scope, input),
})

/** Ends a project that no deployment goes to, with its namespace or without. */
export const deleteProject = defineAction({
  name: 'projects.delete',
  scope: 'project',
  permission: 'project.settings.manage',
  input: deleteProjectSchema,
  run: ({ work, scope }, input) => deleteProjectIn(work, scope, input),
  finish: ({ requestId, actor, scope }, input, kept) => endNamespace({ requestId, actor }, scope, input, kept),
})
