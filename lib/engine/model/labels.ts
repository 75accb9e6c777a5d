/** Labels by which a namespace tells whose project it is. */
export const WORKSPACE_LABEL = 'ieum.dev/workspace'
export const PROJECT_LABEL = 'ieum.dev/project'

/** On everything that Ieum makes for itself on a cluster: the id of the DevOps project that it is for. */
export const DEVOPS_PROJECT_LABEL = 'ieum.dev/devops-project'

/** Name of the ResourceQuota and the LimitRange by which Ieum bounds a project. */
export const QUOTA_NAME = 'ieum-quota'

/** The labels of a project's namespace. */
export const projectLabels = (workspace: string, project: string): Record<string, string> => ({
  [WORKSPACE_LABEL]: workspace,
  [PROJECT_LABEL]: project,
})

/** On a hook's object: the run and the phase that made it. */
export const RUN_ANNOTATION = 'ieum.dev/run'
/** Holds a hook's object until its run has seen how it ended: a Job may ask to be removed the moment it is done. */
export const HOOK_FINALIZER = 'ieum.dev/hook'
