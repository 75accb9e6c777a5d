import { eventsRoute } from '#lib/live/routes.ts'

export const GET = eventsRoute
