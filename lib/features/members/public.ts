/** What other features may use of members. */
export { lockMembers } from './rules.ts'
export { setDevopsProjectMember, setProjectMember, setWorkspaceMember } from './set-member.ts'
