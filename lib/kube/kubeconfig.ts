/**
 * Reduces a kubeconfig to inline values. Programs (`exec`, `auth-provider`), files on our disk, proxies, impersonation and unverified TLS
 * are refused: client libraries run or read them on the first call. The YAML is read here and never given to such a library.
 */
import { load } from 'js-yaml'
import { z } from 'zod'
import { AppError, type ErrorParams } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import { MAX_KUBECONFIG_BYTES, type KubeConnection } from './types.ts'

const refuse = (reason: Reason, field = '', params: ErrorParams = {}): AppError =>
  new AppError('VALIDATION', { reason, params: { field, ...params }, fields: { kubeconfig: { code: 'invalid' } } })

const configSchema = z.object({
  'current-context': z.string().optional(),
  contexts: z
    .array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) }))
    .min(1),
  clusters: z.array(z.object({ name: z.string(), cluster: z.record(z.string(), z.unknown()) })).min(1),
  users: z.array(z.object({ name: z.string(), user: z.record(z.string(), z.unknown()) })).min(1),
})

/** Fields that make a client run, read, or trust something that is not in the text. */
const REFUSED_USER_FIELDS: Record<string, Reason> = {
  exec: 'kubeconfig_exec',
  'auth-provider': 'kubeconfig_exec',
  tokenFile: 'kubeconfig_file',
  'client-certificate': 'kubeconfig_file',
  'client-key': 'kubeconfig_file',
  as: 'kubeconfig_impersonation',
  'as-uid': 'kubeconfig_impersonation',
  'as-groups': 'kubeconfig_impersonation',
  'as-user-extra': 'kubeconfig_impersonation',
  username: 'kubeconfig_no_credential',
  password: 'kubeconfig_no_credential',
}
const REFUSED_CLUSTER_FIELDS: Record<string, Reason> = {
  'certificate-authority': 'kubeconfig_file',
  'proxy-url': 'kubeconfig_proxy',
}

function refuseFields(value: Record<string, unknown>, refused: Record<string, Reason>): void {
  for (const [field, reason] of Object.entries(refused))
    if (value[field] !== undefined && value[field] !== null && value[field] !== '') throw refuse(reason, field)
}

/** js-yaml resolves aliases by sharing; a text that needs them is no kubeconfig, and some are bombs. */
function read(text: string): z.infer<typeof configSchema> {
  if (Buffer.byteLength(text) > MAX_KUBECONFIG_BYTES) throw refuse('kubeconfig_invalid')
  if (/(^|[\s[{,:-])[&*][A-Za-z0-9]/m.test(text)) throw refuse('kubeconfig_invalid')
  let value: unknown
  try {
    value = load(text)
  } catch (error) {
    throw new AppError('VALIDATION', { reason: 'kubeconfig_invalid', cause: error })
  }
  const parsed = configSchema.safeParse(value)
  if (!parsed.success) throw refuse('kubeconfig_invalid', parsed.error.issues[0]?.path.join('.') ?? '')
  return parsed.data
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What may stand in a header; anything else would only fail later, inside of a request. */
const TOKEN = /^[\x21-\x7e]+$/
const SERVER_NAME = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/

/** An inline `*-data` field; empty when absent. What is not base64 of a PEM text would only fail later, as a server that cannot be reached. */
function pem(value: Record<string, unknown>, field: string): string {
  const data = text(value[field])
  if (data && !Buffer.from(data, 'base64').toString('latin1').includes('-----BEGIN '))
    throw refuse('kubeconfig_invalid', field)
  return data
}

/** Only scheme, host, port and path: a password in the address would be stored and shown with it. */
function serverOf(cluster: Record<string, unknown>): string {
  const url = URL.parse(text(cluster['server']))
  if (url?.protocol !== 'https:') throw refuse('kubeconfig_insecure', 'server')
  if (url.username || url.password || url.search || url.hash) throw refuse('kubeconfig_invalid', 'server')
  return text(cluster['server'])
}

function clusterOf(cluster: Record<string, unknown>): Pick<KubeConnection, 'server' | 'caData' | 'tlsServerName'> {
  refuseFields(cluster, REFUSED_CLUSTER_FIELDS)
  if (cluster['insecure-skip-tls-verify'] === true) throw refuse('kubeconfig_insecure', 'insecure-skip-tls-verify')
  const server = serverOf(cluster)
  const caData = pem(cluster, 'certificate-authority-data')
  if (!caData) throw refuse('kubeconfig_file', 'certificate-authority-data')
  const tlsServerName = text(cluster['tls-server-name'])
  if (tlsServerName && !SERVER_NAME.test(tlsServerName)) throw refuse('kubeconfig_invalid', 'tls-server-name')
  return { server, caData, ...(tlsServerName ? { tlsServerName } : {}) }
}

function authOf(user: Record<string, unknown>): KubeConnection['auth'] {
  refuseFields(user, REFUSED_USER_FIELDS)
  const token = text(user['token'])
  if (token && !TOKEN.test(token)) throw refuse('kubeconfig_invalid', 'token')
  if (token) return { kind: 'token', token }
  const certData = pem(user, 'client-certificate-data')
  const keyData = pem(user, 'client-key-data')
  if (certData && keyData) return { kind: 'certificate', certData, keyData }
  throw refuse('kubeconfig_no_credential')
}

/** One of each: whoever brings many would have to guess which of them is meant, and could not see what else was handed over. */
function requireOne(config: z.infer<typeof configSchema>): void {
  for (const field of ['contexts', 'clusters', 'users'] as const) {
    const count = config[field].length
    if (count > 1) throw refuse('kubeconfig_contexts', field, { count })
  }
}

/**
 * The connection that a kubeconfig with one context describes. Throws VALIDATION with a `kubeconfig_*` reason whose `field` names what is
 * in the way; never runs, reads or contacts anything.
 */
export function reduceKubeconfig(kubeconfig: string): KubeConnection {
  const config = read(kubeconfig)
  requireOne(config)
  const context = config.contexts[0]
  const wanted = config['current-context']
  if (!context || (wanted && context.name !== wanted)) throw refuse('kubeconfig_invalid', 'current-context')
  const cluster = config.clusters.find(({ name }) => name === context.context.cluster)
  const user = config.users.find(({ name }) => name === context.context.user)
  if (!cluster || !user) throw refuse('kubeconfig_invalid', cluster ? 'users' : 'clusters')
  return { ...clusterOf(cluster.cluster), auth: authOf(user.user) }
}
