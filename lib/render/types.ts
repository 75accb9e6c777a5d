/** The door to the renderer process: a folder in, Kubernetes objects out. */
import type { ErrorParams } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import type { DeploymentSpec } from '#lib/engine/model/spec.ts'

/** One rendered object. `raw` is its JSON text and is what gets applied: parsing loses integers above 2^53. */
export type RenderedObject = {
  /** File it comes from, relative to the repository. */
  source: string
  raw: string
  apiVersion: string
  kind: string
  name: string
  namespace: string
  /**
   * JSON pointers of the fields of a chart's object that come out differently each time it is rendered; "" is the object as a whole.
   * Applied again and again they would change the cluster for ever.
   */
  unstable?: string[] | undefined
}

/** `params` hold `file` and, where it is about a single one, `object` ("Kind/name"). */
export type RenderWarning = { reason: Reason; message: string; params: ErrorParams }

export type RenderResult = {
  kind: 'directory' | 'kustomize' | 'helm'
  /** Whether everybody who asks for the same folder with the same options gets this, whatever name, namespace and cluster. */
  shared: boolean
  objects: RenderedObject[]
  warnings: RenderWarning[]
}

/** One folder of a tree. */
export type RenderRequest = {
  source: DeploymentSpec['source']
  /** The deployment's name: the release of a chart, unless the source names one. */
  name: string
  /** Destination namespace and version of the cluster, for Helm. */
  namespace: string
  kubeVersion: string
}

/** A rendering, or why there is none. */
export type RenderOutcome = { result: RenderResult } | { error: unknown }

/**
 * Renders folders of the tree at `dir` (absolute) in one process; the outcomes are in the order of the requests. There may be fewer: what
 * the process did not come to is to be asked of others, and the first of it by itself, because only then its end is one request's fault.
 * A single request always has an outcome. Errors are `AppError` with a `render_*`, `path_not_found` or `renderer_missing` reason;
 * params hold `file`, `line` and, of a limit, `limit` or `seconds`; detail holds the renderer's words.
 */
export type Render = (dir: string, requests: readonly RenderRequest[]) => Promise<RenderOutcome[]>
