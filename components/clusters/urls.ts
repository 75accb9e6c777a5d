import { platformPage } from '#components/shell/paths.ts'

export const clustersPage = platformPage('clusters')
export const clusterPage = (name: string) => `${clustersPage}/${name}`
export const clustersApi = '/api/platform/clusters'
export const clusterApi = (name: string) => `${clustersApi}/${name}`
export const clusterPartApi = (name: string, part: 'rights' | 'uses' | 'workspaces') => `${clusterApi(name)}/${part}`

/** Looks that find nothing new are told by no event: the times of them are read again by the clock. */
export const CHECKED_EVERY_MS = 10_000
