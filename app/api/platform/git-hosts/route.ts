import { queryRoute } from '#lib/actions/define-route.ts'
import { listGitHosts } from '#lib/features/git-hosts/queries.ts'

export const GET = queryRoute(listGitHosts)
