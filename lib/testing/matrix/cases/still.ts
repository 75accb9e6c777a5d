/** A fixture of nothing but texts: valid inputs can be made where there is no database and no cluster. */
import { NAMES, TARGET, type Fixture } from '../fixture.ts'

const id = (kind: string) => ({ group: '', version: 'v1', kind, namespace: NAMES.project, name: TARGET })
const ID = '0199c0de-0000-7000-8000-000000000001'

export const STILL = {
  repositoryUrl: 'https://git.example.com/manifests.git',
  policy: {},
  yaml: 'kind: Application\n',
  pod: `${TARGET}-1`,
  kubeconfig: 'kind: Config\n',
  objects: { deployment: id('Deployment'), secret: id('Secret'), service: id('Service') },
  uids: { deployment: 'a', secret: 'b', service: 'c' },
  previewOf: () => ID,
  filterOf: () => ID,
} as unknown as Fixture
