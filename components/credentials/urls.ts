/** Where the screens and reads of a DevOps project's credentials are. Names are RFC 1123 labels: no escaping. */
import { devopsProjectPage } from '#components/shell/paths.ts'
import type { DevopsPlace } from '../deployments/urls.ts'

export const credentialsPage = ({ workspace, devopsProject }: DevopsPlace) =>
  `${devopsProjectPage(workspace, devopsProject)}/credentials`
export const credentialPage = (place: DevopsPlace, name: string) => `${credentialsPage(place)}/${name}`

export const credentialsApi = ({ workspace, devopsProject }: DevopsPlace) =>
  `/api/w/${workspace}/d/${devopsProject}/credentials`
export const credentialApi = (place: DevopsPlace, name: string) => `${credentialsApi(place)}/${name}`
