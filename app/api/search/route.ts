import { queryRoute } from '#lib/actions/define-route.ts'
import { searchEverywhere } from '#lib/features/search/queries.ts'

export const GET = queryRoute(searchEverywhere)
