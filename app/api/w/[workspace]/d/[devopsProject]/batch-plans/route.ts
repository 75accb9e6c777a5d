import { queryRoute } from '#lib/actions/define-route.ts'
import { listBatchPlans } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(listBatchPlans)
