import { liveRoute } from '#lib/features/system/health-routes.ts'

export const GET = liveRoute
