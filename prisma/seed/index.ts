/** What a fresh installation needs before anybody can log in. Runs at every start and is done at most once. */
import { systemWork } from '#lib/audit/record.ts'
import { withTransaction } from '#lib/db/client.ts'
import { ensureNamespacesOnCluster } from '#lib/features/clusters/connect.ts'
import { readSetting, writeSetting } from '#lib/features/system/settings.ts'
import { createUser } from '#lib/features/users/create-user.ts'
import { seedDemo, type Demo } from './demo.ts'

export type Installation = {
  /** Password of `admin`; used only when there is no platform administrator yet. */
  adminPassword: string
  /** Null: no demonstration. */
  demo:
    | (Demo & {
        /** `host:port` of the demonstration's Git server, which Git may then contact although it is private. */
        gitHost: string
        /** A repository that the import dialog offers. */
        sampleRepositoryUrl: string
      })
    | null
}

export type Seeded = { adminCreated: boolean; demoCreated: boolean }

/**
 * Makes the administrator and, where wanted, the demonstration's world. The Git server's address is written at every start, because its
 * port may differ. Says what was made just now, so that its passwords can be shown once.
 */
export async function seedInstallation({ adminPassword, demo }: Installation): Promise<Seeded> {
  const seeded = await withTransaction(async (tx) => {
    // Two starts at once must not both find nothing.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('ieum.seed'))`
    const work = systemWork(tx)
    const adminCreated = (await tx.user.count({ where: { platformRole: 'platform_admin' } })) === 0
    if (adminCreated)
      await createUser(work, {
        username: 'admin',
        email: 'admin@example.com',
        password: adminPassword,
        platformRole: 'platform_admin',
      })
    if (!demo) return { adminCreated, demoCreated: false }
    const hosts = await readSetting(tx, 'git.allowedPrivateHosts')
    const previous = await readSetting(tx, 'demo.gitHost')
    const others = hosts.filter((host) => host !== previous && host !== demo.gitHost)
    await writeSetting(tx, 'git.allowedPrivateHosts', [...others, demo.gitHost])
    await writeSetting(tx, 'demo.gitHost', demo.gitHost)
    await writeSetting(tx, 'demo.sampleRepositoryUrl', demo.sampleRepositoryUrl)
    const demoCreated = !(await readSetting(tx, 'demo.seeded'))
    if (demoCreated) {
      await seedDemo(work, demo)
      await writeSetting(tx, 'demo.seeded', true)
    }
    return { adminCreated, demoCreated }
  })
  if (demo) await ensureNamespacesOnCluster(demo.cluster)
  return seeded
}
