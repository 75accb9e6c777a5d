/** What a start puts into the database: the administrator, the demonstration's world, the cluster. */
import { readFileSync } from 'node:fs'
import { AppError } from '#lib/core/errors.ts'
import { registerClusterFromKubeconfig } from '#lib/features/clusters/register.ts'
import { ensureSandboxCluster } from '#lib/features/clusters/sandbox.ts'
import { StartError } from '#scripts/bootstrap/start-error.mjs'
import { seedInstallation } from '../../prisma/seed/index.ts'
import type { DemoGit } from './demo-git.ts'
import { type DemoLogins, ensureDemoLogins } from './logins.ts'
import type { DataPlaces } from './places.ts'
import { randomPassword } from './secrets.ts'

const OWN_CLUSTER = 'cluster'

export type Seeded = {
  /** Shown once: null when the administrator existed. */
  adminPassword: string | null
  demo: DemoLogins | null
}

type SeedOptions = { places: DataPlaces; git: DemoGit | null; sandbox: boolean }

/** Makes what is missing. Runs at every start. */
export async function seed({ places, git, sandbox }: SeedOptions): Promise<Seeded> {
  const cluster = sandbox ? await ensureSandboxCluster() : null
  const adminPassword = process.env['IEUM_ADMIN_PASSWORD'] || randomPassword()
  if (!git || !cluster) {
    const { adminCreated } = await seedInstallation({ adminPassword, demo: null })
    return { adminPassword: adminCreated ? adminPassword : null, demo: null }
  }
  const demo = ensureDemoLogins(places.logins, git.sampleRepositoryUrl, process.env['IEUM_DEMO_PASSWORD'] || undefined)
  const { adminCreated } = await seedInstallation({
    adminPassword,
    demo: {
      password: demo.password,
      cluster: cluster.name,
      sampleRepositoryUrl: git.sampleRepositoryUrl,
      gitHost: git.host,
    },
  })
  return { adminPassword: adminCreated ? adminPassword : null, demo }
}

/** Registers the cluster of --kubeconfig. Throws `StartError` with what is wrong with it. */
export async function useOwnCluster(file: string): Promise<void> {
  try {
    await registerClusterFromKubeconfig({ name: OWN_CLUSTER, kubeconfigText: readFileSync(file, 'utf8') })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const fields = Object.entries(error.fields ?? {}).map(([field, issue]) => `${field}: ${issue.code}`)
    const why = [error.reason ?? error.code, ...fields, error.detail].filter(Boolean).join(', ')
    throw new StartError(`The cluster of ${file} cannot be used (${why}).`, '', { cause: error })
  }
}
