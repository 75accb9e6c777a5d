/** Paging of lists: the request as it stands in the URL, and the page that answers it. */
import { z } from 'zod'

export const PAGE_SIZES = [10, 20, 50, 100] as const

export const pageRequestSchema = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(10),
  search: z.string().trim().max(100).default(''),
})

export type PageRequest = z.infer<typeof pageRequestSchema>
export type Page<T> = { items: T[]; total: number; page: number; pageSize: number }
