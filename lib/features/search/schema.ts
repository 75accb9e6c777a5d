import { z } from 'zod'

export const searchSchema = z.strictObject({ search: z.string().trim().min(1).max(100) })
