import type { WorkspaceRole } from '#lib/authz/actor.ts'
import type { Page } from '#lib/core/page.ts'

/** A role as a list of members names it: preset ones have words in the catalogue, a DevOps project's own have these. */
export type RoleName = { name: string; alias: string; isCustom: boolean }

/** Who may do something in a place: invited to it, or by a role in its workspace, or both. */
export type MemberRow = {
  id: string
  username: string
  /** The role of the invitation; null for somebody who has access by the workspace role alone. */
  role: RoleName | null
  /** The display name of the sign-in provider whose group gave the role; null for one that was given by hand. */
  fromGroup: string | null
  /** The workspace role that gives access to everything in the workspace; null where it does not, and in the workspace itself. */
  inherited: WorkspaceRole | null
  /** Null for readers who see the basic list only. */
  details: { email: string; isDisabled: boolean; lastLoginAt: string | null; since: string } | null
  isSelf: boolean
  /** The reader may change the role and remove the member. */
  mayChange: boolean
}

export type MemberPage = Page<MemberRow>

/** Somebody who may be invited. The address is told only of people whom the inviter shares a workspace with. */
export type Candidate = { username: string; email: string | null }

/** The first candidates by name; `more` says that a longer search finds others. */
export type CandidateList = { items: Candidate[]; more: boolean }

export const MOST_CANDIDATES = 20
/** Members that one invitation or removal takes. */
export const MOST_AT_ONCE = 100
