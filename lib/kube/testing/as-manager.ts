/** Writes to the test cluster in somebody else's name, as kubectl, controllers and other tools do. */
import type { KubeObject, ResourceId } from '#lib/engine/model/resource.ts'
import { parseBody } from '../errors.ts'
import { createTransport } from '../transport.ts'
import type { KubeConnection } from '../types.ts'

/** How a subresource or a plural is written in a path: `deployments`, `deployments/scale`. */
export type ForeignWrite = {
  plural: string
  subresource?: string
  body: object
  how?: 'merge' | 'apply' | 'create'
}

export type AsManager = {
  write(manager: string, id: ResourceId, write: ForeignWrite): Promise<KubeObject>
  close(): Promise<void>
}

const CONTENT = {
  merge: 'application/merge-patch+json',
  apply: 'application/apply-patch+yaml',
  create: 'application/json',
}

/** Every call is recorded by the API server under the manager it is made for. */
export function asManager(connection: KubeConnection): AsManager {
  const transport = createTransport(connection)
  return {
    async write(manager, id, { plural, subresource, body, how = 'merge' }) {
      const root = id.group ? `/apis/${id.group}/${id.version}` : `/api/${id.version}`
      const place = id.namespace ? `${root}/namespaces/${id.namespace}/${plural}` : `${root}/${plural}`
      const path = [place, ...(how === 'create' ? [] : [id.name]), ...(subresource ? [subresource] : [])].join('/')
      const answer = await transport.send({
        method: how === 'create' ? 'POST' : 'PATCH',
        path,
        query: { fieldManager: manager, ...(how === 'apply' ? { force: 'true' } : {}) },
        body: JSON.stringify(body),
        contentType: CONTENT[how],
        repeatable: false,
      })
      return parseBody(answer) as KubeObject
    },
    close: () => transport.close(),
  }
}
