import type { ObjectDetail } from '#lib/features/objects/types.ts'
import type { ObjectAccess } from './access.ts'

/** What the dialog of an act works with. Mounted means open. */
export type ActProps = {
  access: ObjectAccess
  /** As it was when the act was chosen. */
  detail: ObjectDetail
  onClose: () => void
}
