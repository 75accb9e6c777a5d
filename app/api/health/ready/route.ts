import { readyRoute } from '#lib/features/system/health-routes.ts'

export const GET = readyRoute
