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

/** One folder of a tree. */
export type RenderRequest = {
  source: DeploymentSpec['source']
  /** Destination namespace and release name for Helm. */
  namespace: string
  releaseName: string
  kubeVersion: string
}

/** A rendering, or why there is none. */
export type RenderOutcome = { result: RenderResult } | { error: unknown }

/**
 * Renders folders of the tree at `dir` (absolute), as few processes as can be; the outcomes are in the order of the requests, and what one
 * request uses up is missing for no other one. Errors are `AppError` with a `render_*`, `path_not_found` or `renderer_missing` reason; params hold `file` and `line`, detail the renderer's words. */
export type Render = (dir: string, requests: readonly RenderRequest[]) => Promise<RenderOutcome[]>
