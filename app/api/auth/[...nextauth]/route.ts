import { authRoute } from '#lib/auth/route.ts'

export const GET = authRoute
export const POST = authRoute
