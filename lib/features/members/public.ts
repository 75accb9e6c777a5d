/** What other features may use of members. */
export { setDevopsProjectMember, setProjectMember, setWorkspaceMember } from './set-member.ts'
