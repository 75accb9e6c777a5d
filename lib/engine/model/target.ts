/** What one sync wants of one object, and what comparing it with the cluster found. */
import type { ObjectOptions } from './object-options.ts'
import type { Difference } from './plan.ts'
import type { KubeObject, ResourceId } from './resource.ts'
import type { Why } from './why.ts'

/** A rendered object with its namespace settled and our mark written into it. */
export type Target = {
  key: string
  id: ResourceId
  /** File it comes from, relative to the repository. */
  source: string
  /** The JSON text that is applied: every digit as it was rendered. */
  text: string
  object: KubeObject
  /** What the object's own annotations ask for. */
  options: ObjectOptions
  /** JSON pointers of fields that come out otherwise with every rendering: what the cluster has of them stays. */
  unstable: readonly string[]
  /** Its kind is not served yet: a definition of this same set brings it, or the sync may try. Nobody can judge it beforehand. */
  isDefinedHere: boolean
  /** Why it may not or cannot be applied; null when it can. */
  refusal: Why | null
}

/** What the API server says about one target. */
export type Comparison =
  /**
   * Nothing that counts differs. `hasOther`: an apply would still change an ignored field or one of another manager; `others` are the
   * latter, with who writes them (empty: nobody says so).
   */
  | { kind: 'same'; hasOther: boolean; others?: { path: string; manager: string }[] }
  | { kind: 'differs'; differences: Difference[] }
  /** Not in the cluster. `validated`: the server accepted it in a dry run. */
  | { kind: 'missing'; validated: boolean }
  /** It could not be judged. `isRefused`: the server or the policy said no; otherwise nobody knows (a fault on the way). */
  | { kind: 'failed'; why: Why; isRefused: boolean }
