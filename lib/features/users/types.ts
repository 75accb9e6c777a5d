import type { PlatformRole } from '#lib/authz/actor.ts'
import type { PlatformPermission } from '#lib/authz/permissions.ts'
import type { Page } from '#lib/core/page.ts'

/** The signed-in person, as the console needs it. */
export type SessionView = {
  username: string
  email: string
  platformRole: PlatformRole
  permissions: PlatformPermission[]
  locale: string | null
  mustChangePassword: boolean
}

/** One of the reader's own sessions. */
export type OwnSession = {
  id: string
  address: string
  userAgent: string
  startedAt: string
  seenAt: string
  /** The one by which they read this. */
  current: boolean
}

export const USER_STATES = ['active', 'disabled'] as const
export type UserState = (typeof USER_STATES)[number]

/** A person as those see them who manage people. */
export type UserSummary = {
  id: string
  username: string
  email: string
  description: string
  platformRole: PlatformRole
  /** The display name of the sign-in provider whose group gave the platform role; null for one that was given by hand. */
  roleFromGroup: string | null
  state: UserState
  /** The next log-in leads to a new password and nowhere else. */
  mustChangePassword: boolean
  lastLoginAt: string | null
  createdAt: string
  version: number
  /** Accounts at sign-in providers that let the person in. */
  identities: { provider: string; displayName: string; subject: string }[]
  /** The reader's own account. */
  own: boolean
  /** What the reader may do with it. */
  acts: UserAct[]
}
export type UserPage = Page<UserSummary>

export const USER_ACTS = ['edit', 'role', 'password', 'state', 'delete'] as const
export type UserAct = (typeof USER_ACTS)[number]
