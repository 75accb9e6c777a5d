/**
 * Set-up of the integration tests: one throw-away PostgreSQL server and one sandbox cluster for the whole run. Test files take a database
 * of their own (`createTestDatabase`) and namespaces of their own.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startSandbox } from '#lib/kube/testing/sandbox.ts'
import { acquireTestServer } from '../database/test-database.ts'

const BINARIES = join(import.meta.dirname, '..', '..', '.build', 'bin')

export default async function setUp(): Promise<() => Promise<void>> {
  for (const name of ['renderer', 'sandbox'])
    if (!existsSync(join(BINARIES, name)))
      throw new Error(`${name} is not built. Build it first: npm test -- --only build`)
  const [database, sandbox] = await Promise.all([acquireTestServer(), startSandbox()])
  process.env['IEUM_TEST_KUBECONFIG'] = sandbox.kubeconfig
  return async () => {
    await Promise.all([database.release(), sandbox.stop()])
  }
}
