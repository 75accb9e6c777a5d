import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { listGitHosts as list } from './git-hosts.ts'
import { listGitHostsSchema } from './schema.ts'

/** The allow-list of Git hosts with private addresses, and who uses each. */
export const listGitHosts = defineQuery({
  name: 'git-hosts.list',
  scope: 'platform',
  permission: 'platform.settings.manage',
  input: listGitHostsSchema,
  run: () => list(),
})
