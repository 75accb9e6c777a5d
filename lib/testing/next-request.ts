/**
 * A request as Next serves it: within `inRequest` Next's own `headers()`, `cookies()` and `refresh()` work on what is given here. It stands
 * on the stores that Next's servers use themselves.
 * Imported before anything that imports Next: its modules look for their storage when they load.
 */
import 'next/dist/server/node-environment-baseline.js'
import { workAsyncStorage } from 'next/dist/server/app-render/work-async-storage.external.js'
import { workUnitAsyncStorage } from 'next/dist/server/app-render/work-unit-async-storage.external.js'
import { createRequestStoreForAPI } from 'next/dist/server/async-storage/request-store.js'

type WorkStore = Parameters<typeof workAsyncStorage.run>[0]
type ApiRequest = Parameters<typeof createRequestStoreForAPI>[0]
type ImplicitTags = Parameters<typeof createRequestStoreForAPI>[2]

/** What of Next's store is looked at in an action or a route that neither caches nor renders. */
const work = { route: '/', page: '/page', isStaticGeneration: false, forceStatic: false, dynamicShouldError: false }

/** Runs `serve` as the answer to `request`; `setCookies` receives what the answer would set. */
export function inRequest<T>(
  request: Request,
  serve: () => Promise<T>,
  setCookies: (cookies: string[]) => void = () => undefined,
): Promise<T> {
  const tags = { tags: [], expirationsByCacheKind: new Map() } as unknown as ImplicitTags
  const url = new URL(request.url)
  const asked = request as unknown as ApiRequest
  const store = createRequestStoreForAPI(asked, url, tags, setCookies, undefined, undefined)
  return workAsyncStorage.run({ ...work } as unknown as WorkStore, () => workUnitAsyncStorage.run(store, serve))
}
