/** The door to the renderer process: a folder in, Kubernetes objects out. */
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
}

export type RenderWarning = { reason: Reason; message: string; file: string }

export type RenderResult = {
  kind: 'directory' | 'kustomize' | 'helm'
  objects: RenderedObject[]
  warnings: RenderWarning[]
}

export type RenderRequest = {
  dir: string
  source: DeploymentSpec['source']
  /** Destination namespace and release name for Helm. */
  namespace: string
  releaseName: string
  kubeVersion: string
}

/** Throws `AppError` with a `render_*`, `path_not_found` or `renderer_missing` reason; params hold `file` and `line`, detail the renderer's words. */
export type Render = (request: RenderRequest) => Promise<RenderResult>
