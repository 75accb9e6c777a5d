/** Where the screens and reads of one DevOps project's deployments and repositories are. Names are RFC 1123 labels: no escaping. */
import { devopsProjectPage } from '#components/shell/paths.ts'

export type DevopsPlace = { workspace: string; devopsProject: string }

const pageRoot = ({ workspace, devopsProject }: DevopsPlace) => devopsProjectPage(workspace, devopsProject)
const apiRoot = ({ workspace, devopsProject }: DevopsPlace) => `/api/w/${workspace}/d/${devopsProject}`

export const deploymentsPage = (place: DevopsPlace) => `${pageRoot(place)}/deployments`
/** No deployment can be called "~create", so the page never hides one. */
export const createPage = (place: DevopsPlace, repository?: string) =>
  `${deploymentsPage(place)}/~create${repository === undefined ? '' : `?repository=${repository}`}`
export const deploymentPage = (place: DevopsPlace, name: string) => `${deploymentsPage(place)}/${name}`
export const settingsPage = (place: DevopsPlace, name: string) => `${deploymentPage(place, name)}/settings`
export const repositoriesPage = (place: DevopsPlace) => `${pageRoot(place)}/repositories`
export const repositoryPage = (place: DevopsPlace, name: string) => `${repositoriesPage(place)}/${name}`

export const deploymentsApi = (place: DevopsPlace) => `${apiRoot(place)}/deployments`
export const policyApi = (place: DevopsPlace) => `${apiRoot(place)}/policy`
export const savedFiltersApi = (place: DevopsPlace) => `${apiRoot(place)}/saved-filters`
export const deploymentApi = (place: DevopsPlace, name: string) => `${deploymentsApi(place)}/${name}`
export const yamlApi = (place: DevopsPlace, name: string) => `${deploymentApi(place, name)}/yaml`
export const treeApi = (place: DevopsPlace, name: string) => `${deploymentApi(place, name)}/tree`
export const comparisonApi = (place: DevopsPlace, name: string, key: string) =>
  `${deploymentApi(place, name)}/comparison?${new URLSearchParams({ key }).toString()}`
export const eventsApi = (place: DevopsPlace, name: string) => `${deploymentApi(place, name)}/events`
export const happeningsApi = (place: DevopsPlace, name: string) => `${deploymentApi(place, name)}/happenings`
export const runsApi = (place: DevopsPlace, name: string) => `${deploymentApi(place, name)}/runs`
export const runApi = (place: DevopsPlace, name: string, number: number) => `${runsApi(place, name)}/${number}`
export const differencesApi = (place: DevopsPlace, name: string, number: number, key: string) =>
  `${runApi(place, name, number)}/differences?${new URLSearchParams({ key }).toString()}`
export const previewApi = (place: DevopsPlace, id: string) => `${apiRoot(place)}/previews/${id}`
export const objectPreviewApi = (place: DevopsPlace, id: string) => `${previewApi(place, id)}/object`
/** Runs as "name:number". */
export const batchPlansApi = (place: DevopsPlace, runs: readonly string[]) =>
  `${apiRoot(place)}/batch-plans?${new URLSearchParams({ runs: runs.join(',') }).toString()}`
export const repositoriesApi = (place: DevopsPlace) => `${apiRoot(place)}/repositories`
export const repositoryApi = (place: DevopsPlace, name: string) => `${repositoriesApi(place)}/${name}`
export const refsApi = (place: DevopsPlace, repository: string) => `${repositoryApi(place, repository)}/refs`
export const webhookApi = (place: DevopsPlace, repository: string) => `${repositoryApi(place, repository)}/webhook`
export const folderApi = (place: DevopsPlace, repository: string, revision: string, path: string) =>
  `${repositoryApi(place, repository)}/folder?${new URLSearchParams({ revision, path }).toString()}`
