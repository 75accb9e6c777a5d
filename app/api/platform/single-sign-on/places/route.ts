import { queryRoute } from '#lib/actions/define-route.ts'
import { getMappingPlaces } from '#lib/features/single-sign-on/queries.ts'

export const GET = queryRoute(getMappingPlaces)
