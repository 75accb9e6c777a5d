/** What a start writes into the database: the administrator, the demonstration's world, the clusters. Runs in a process of its own. */
import { readFileSync } from 'node:fs'
import { AppError } from '#lib/core/errors.ts'
import { checkKeys, KeyError } from '#lib/crypto/check-keys.ts'
import { registerClusterFromKubeconfig } from '#lib/features/clusters/register.ts'
import { connectSandboxCluster, ensureSandboxCluster, reportSandboxProgress } from '#lib/features/clusters/sandbox.ts'
import reasons from '#lib/i18n/messages/en/reasons.json' with { type: 'json' }
import { StartError } from '#scripts/bootstrap/start-error.mjs'
import { DEMO_USERS } from '../../prisma/seed/demo.ts'
import { seedInstallation } from '../../prisma/seed/index.ts'

const OWN_CLUSTER = 'cluster'

export type SeedInput = {
  adminPassword: string
  sandbox: boolean
  demo: { password: string; sampleRepositoryUrl: string; gitHost: string } | null
}

/** Registers the cluster of --kubeconfig. Throws `StartError` with what is wrong with it. */
async function registerOwnCluster(file: string): Promise<void> {
  try {
    await registerClusterFromKubeconfig({ name: OWN_CLUSTER, kubeconfigText: readFileSync(file, 'utf8') })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const words = error.reason === undefined ? error.code : reasons[error.reason].short
    const detail = error.detail === undefined ? '' : ` (${error.detail})`
    throw new StartError(`The cluster of ${file} cannot be used: ${words}${detail}`, '', { cause: error })
  }
}

/** Throws `StartError` where the keys are not those of the database. */
async function requireKeys(): Promise<void> {
  try {
    await checkKeys()
  } catch (error) {
    if (error instanceof KeyError) throw new StartError(error.message, '', { cause: error })
    throw error
  }
}

export const tasks = {
  /** Makes what is missing; says who was made. */
  async seed({ adminPassword, sandbox, demo }: SeedInput): Promise<{ adminCreated: boolean; demoUsers: string[] }> {
    await requireKeys()
    const cluster = sandbox ? await ensureSandboxCluster() : null
    const wanted = demo && cluster ? { ...demo, cluster: cluster.name } : null
    const { adminCreated } = await seedInstallation({ adminPassword, demo: wanted })
    // Whom the tutorial is told as comes first.
    return { adminCreated, demoUsers: DEMO_USERS.map(({ username }) => username).toReversed() }
  },
  registerOwnCluster,
  async prepareSandbox(): Promise<void> {
    await ensureSandboxCluster()
  },
  reportSandbox: reportSandboxProgress,
  connectSandbox: (kubeconfig: string): Promise<void> => connectSandboxCluster(readFileSync(kubeconfig, 'utf8')),
}

export type Tasks = typeof tasks
