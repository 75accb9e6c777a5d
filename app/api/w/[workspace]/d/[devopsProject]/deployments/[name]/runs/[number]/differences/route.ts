import { queryRoute } from '#lib/actions/define-route.ts'
import { getRunDifferences } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(getRunDifferences)
