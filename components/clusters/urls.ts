import { platformPage } from '#components/shell/paths.ts'

export const clustersPage = platformPage('clusters')
export const clusterPage = (name: string) => `${clustersPage}/${name}`
export const clustersApi = '/api/platform/clusters'
export const clusterApi = (name: string) => `${clustersApi}/${name}`
export const clusterPartApi = (name: string, part: 'rights' | 'uses' | 'workspaces') => `${clusterApi(name)}/${part}`
