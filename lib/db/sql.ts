/** Composable SQL for the few reads that Prisma's model queries cannot say in one round trip. Values are always parameters. */
import { Prisma } from './generated/client.ts'

export const sql = Prisma.sql
export type Sql = Prisma.Sql
