import type { PlatformRole } from '#lib/authz/actor.ts'
import type { PlatformPermission } from '#lib/authz/permissions.ts'

/** The signed-in person, as the console needs it. */
export type SessionView = {
  username: string
  email: string
  platformRole: PlatformRole
  permissions: PlatformPermission[]
  locale: string | null
}
