/** Composable SQL for the few reads that Prisma's model queries cannot say in one round trip. Values are always parameters. */
import { Prisma } from './generated/client.ts'

export const sql = Prisma.sql
/** Fragments with a separator between them; at least one. */
export const join = Prisma.join
/** Text of our own, never of anybody else's, that becomes part of the statement. */
export const raw = Prisma.raw
export type Sql = Prisma.Sql

/** Takes the meaning from signs of a pattern; Prisma's `contains` does not. */
export const likeText = (search: string): string => search.replace(/[\\%_]/g, '\\$&')

/** What a person types is text to look for anywhere in a value, not a pattern. */
export const likePattern = (search: string): string => `%${likeText(search)}%`
