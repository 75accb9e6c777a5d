/** What a draft would do, as stored in `Preview.result`: made by the engine, shown by the console. Pure data. */
import type { OperationAction } from './plan.ts'
import type { Why } from './why.ts'

/** `block`: the rules of the DevOps project forbid it, and no synchronisation will ever do it; `warn`: a person should know. */
export type NoticeLevel = 'block' | 'warn'

export type PreviewObject = {
  key: string
  kind: string
  /** Empty: cluster-scoped. */
  namespace: string
  name: string
  action: OperationAction
  /** It cannot be applied as it is; with it nothing else of the deployment can. */
  refused: boolean
  /** Made by the run instead of being kept. */
  hook: boolean
  /** It is in the cluster, and nobody manages it: from then on this deployment does. */
  adopted: boolean
  /** How many fields differ. */
  differences: number
  /** It is deleted and made again. */
  recreate: boolean
  /** What stands out about it; null: nothing does. */
  mark: { level: NoticeLevel; why: Why } | null
}

export type PreviewNotice = { level: NoticeLevel; why: Why; objects: string[]; count: number }

export type PreviewResult = {
  commit: string
  subject: string
  author: string
  notices: PreviewNotice[]
  /** In the order of execution; at most `MOST_OBJECTS` of `count`. */
  objects: PreviewObject[]
  count: number
}

/** One object as a synchronisation would make it. Secrets masked; without what only the API server gives. */
export type PlannedObject = {
  /** JSON text: stored as JSON, its fields would lose their order. */
  object: string
  /** The API server has filled it in; otherwise it is as rendered, because its namespace or kind does not exist yet. */
  isJudged: boolean
}

/** A plan of more objects is cut: what is blocked or warned of is told in the notices all the same. */
export const MOST_OBJECTS = 1000

/** Names of objects that a notice tells. */
export const MOST_NAMES = 5

/** A preview that is not answered in this time is not answered at all. */
export const PREVIEW_PATIENCE_SECONDS = 60
