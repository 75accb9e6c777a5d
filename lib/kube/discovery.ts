/**
 * What an API server serves, in two calls (aggregated discovery: v2 since Kubernetes 1.30, v2beta1 with the same shape since 1.27). A group whose server does not answer is reported as
 * broken and makes only its own objects unknown.
 */
import { z } from 'zod'
import { parseBody, unreadable } from './errors.ts'
import type { Transport } from './transport.ts'
import type { ApiKind, Discovery } from './types.ts'

const ACCEPT = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(',')

const listSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string().optional() }).optional(),
      versions: z
        .array(
          z.object({
            version: z.string(),
            freshness: z.string().optional(),
            resources: z
              .array(
                z.object({
                  resource: z.string(),
                  responseKind: z.object({ kind: z.string() }).optional(),
                  scope: z.string(),
                  verbs: z.array(z.string()),
                }),
              )
              .optional(),
          }),
        )
        .optional(),
    }),
  ),
})

type Group = z.infer<typeof listSchema>['items'][number]

function kindsOf(group: Group): ApiKind[] {
  const name = group.metadata?.name ?? ''
  return (group.versions ?? []).flatMap(({ version, resources }) =>
    (resources ?? []).flatMap(({ resource, responseKind, scope, verbs }) =>
      responseKind
        ? [
            {
              group: name,
              version,
              kind: responseKind.kind,
              plural: resource,
              namespaced: scope === 'Namespaced',
              verbs,
            },
          ]
        : [],
    ),
  )
}

const isStale = (group: Group) => (group.versions ?? []).some(({ freshness }) => freshness === 'Stale')

/** Asks once; the caller caches. Throws what the transport throws. */
export async function discover(transport: Transport): Promise<Discovery> {
  const [core, named] = await Promise.all(
    ['/api', '/apis'].map(async (path) => {
      const body = await transport.send({ method: 'GET', path, accept: ACCEPT, repeatable: true })
      const list = listSchema.safeParse(parseBody(body))
      if (!list.success) throw unreadable(list.error)
      return list.data.items
    }),
  )
  const groups = [...(core ?? []), ...(named ?? [])]
  const exact = new Map<string, ApiKind>()
  const preferred = new Map<string, ApiKind>()
  for (const kind of groups.flatMap(kindsOf)) {
    exact.set(`${kind.group}/${kind.version}/${kind.kind}`, kind)
    // Versions come in the server's order of preference.
    const name = `${kind.group}/${kind.kind}`
    if (!preferred.has(name)) preferred.set(name, kind)
  }
  return {
    find: (group, version, kind) => exact.get(`${group}/${version}/${kind}`),
    findKind: (group, kind) => preferred.get(`${group}/${kind}`),
    kinds: () => [...preferred.values()],
    broken: groups.filter(isStale).map((group) => group.metadata?.name ?? ''),
  }
}
