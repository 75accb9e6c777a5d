/** Labels by which a namespace tells whose project it is. */
export const WORKSPACE_LABEL = 'ieum.dev/workspace'
export const PROJECT_LABEL = 'ieum.dev/project'

/** The labels of a project's namespace. */
export const projectLabels = (workspace: string, project: string): Record<string, string> => ({
  [WORKSPACE_LABEL]: workspace,
  [PROJECT_LABEL]: project,
})
