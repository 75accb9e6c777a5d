/**
 * `node e2e/support/add-person.ts <data directory> <username> <password>`: adds a person who is a member of nothing, through the domain
 * functions, on the running installation's database.
 */
import { parseArgs } from 'node:util'
import { nameDatabase } from './database.ts'

const [dataDir = '', username = '', password = ''] = parseArgs({ allowPositionals: true }).positionals
await nameDatabase(dataDir)

const { closeDb, withTransaction } = await import('../../lib/db/client.ts')
const { systemWork } = await import('../../lib/audit/record.ts')
const { createUser } = await import('../../lib/features/users/create-user.ts')

await withTransaction((tx) => createUser(systemWork(tx), { username, email: `${username}@example.com`, password }))
await closeDb()
