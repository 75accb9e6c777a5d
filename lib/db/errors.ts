/**
 * Database failures → error codes. The constraint that refused decides, not the text: its name is our own schema's.
 * Understands errors of Prisma (with the driver's error in `meta`), of `pg` itself and of the socket below.
 */
import { AppError, type AppErrorOptions, type ErrorCode } from '#lib/core/errors.ts'

/** What is known of a failure, wherever in the layers it was said. */
type Facts = { prisma: string; sqlState: string; kind: string; constraint: string; message: string }

/** Unique constraints that stand for a field a person typed. Others (numbers, keys) are a conflict without a field. */
export const UNIQUE_FIELDS: Readonly<Record<string, string>> = {
  User_username_key: 'username',
  User_email_key: 'email',
  Workspace_name_key: 'name',
  Cluster_name_key: 'name',
  IdentityProvider_name_key: 'name',
  Project_clusterId_name_key: 'name',
  DevopsProject_workspaceId_name_key: 'name',
  DevopsRole_devopsProjectId_name_key: 'name',
  Credential_devopsProjectId_name_key: 'name',
  CodeRepository_devopsProjectId_name_key: 'name',
  ContinuousDeployment_devopsProjectId_name_key: 'name',
  SavedFilter_devopsProjectId_userId_name_key: 'name',
}

/** Foreign keys that keep a row from being deleted while another one needs it. */
const RESTRICTING = new Map<string, AppErrorOptions>([
  ['ContinuousDeployment_repositoryId_fkey', { reason: 'repository_in_use' }],
  ['DevopsProjectMember_devopsProjectId_customRoleId_fkey', { reason: 'role_in_use' }],
  ['ContinuousDeployment_clusterId_fkey', { reason: 'cluster_in_use' }],
  ['Project_clusterId_fkey', { reason: 'cluster_in_use' }],
  ['CodeRepository_credentialId_fkey', { reason: 'credential_in_use' }],
])

const PRISMA_UNAVAILABLE = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1010',
  'P1011',
  'P1017',
  'P2024',
  'P2037',
])
const KIND_UNAVAILABLE = new Set([
  'DatabaseNotReachable',
  'DatabaseDoesNotExist',
  'DatabaseAccessDenied',
  'AuthenticationFailed',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
])
/** Classes 08 (connection), 28 (authorisation), 53 (resources), 57P (shutdown, crash, starting up). */
const STATE_UNAVAILABLE = /^(08|28|53|57P|3D000)/
const SOCKET_UNAVAILABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'])
const LOST_CONNECTION =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Unable to start a transaction/

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

function factsOf(error: Error): Facts | undefined {
  const outer = asRecord(error)
  const meta = asRecord(outer['meta'])
  const driver = asRecord(
    asRecord(meta['driverAdapterError'] ?? (error.name === 'DriverAdapterError' ? error : undefined))['cause'],
  )
  const code = asText(outer['code'])
  const isPrisma = error.name.startsWith('PrismaClient') || error.name === 'DriverAdapterError'
  const isPostgres = /^[0-9A-Z]{5}$/.test(code) && 'severity' in error
  const isSocket = SOCKET_UNAVAILABLE.has(code) || LOST_CONNECTION.test(error.message)
  if (!isPrisma && !isPostgres && !isSocket) return undefined
  return {
    prisma: isPrisma ? code || asText(outer['errorCode']) : '',
    sqlState: asText(driver['originalCode']) || asText(driver['code']) || (isPostgres ? code : ''),
    kind: asText(driver['kind']),
    constraint: asText(asRecord(driver['constraint'])['index']) || asText(outer['constraint']),
    message: asText(driver['originalMessage']) || error.message,
  }
}

/** The first error in the chain of causes that speaks of the database. */
function findFacts(error: unknown, depth = 0): Facts | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined
  return factsOf(error) ?? findFacts(error.cause, depth + 1)
}

const isUnavailable = ({ prisma, kind, sqlState, message }: Facts) =>
  PRISMA_UNAVAILABLE.has(prisma) ||
  KIND_UNAVAILABLE.has(kind) ||
  STATE_UNAVAILABLE.test(sqlState) ||
  LOST_CONNECTION.test(message)

const isConflict = ({ prisma, kind, sqlState }: Facts) =>
  prisma === 'P2034' || kind === 'TransactionWriteConflict' || sqlState === '40001' || sqlState === '40P01'

function uniqueViolation(constraint: string): AppErrorOptions {
  const field = UNIQUE_FIELDS[constraint]
  return field === undefined ? {} : { reason: 'name_taken', fields: { [field]: { code: 'name_taken' } } }
}

/** Postgres says which side of a foreign key was at fault only in its text: a deleted row is "still referenced", a new one "not present". */
function foreignKeyViolation({ constraint, message }: Facts): [ErrorCode, AppErrorOptions] {
  const deleting = message.startsWith('update or delete on table')
  return deleting ? ['PRECONDITION', RESTRICTING.get(constraint) ?? {}] : ['NOT_FOUND', {}]
}

function classify(facts: Facts): [ErrorCode, AppErrorOptions] | undefined {
  const { prisma, sqlState } = facts
  if (sqlState === '53100') return ['UNAVAILABLE', { reason: 'disk_full' }]
  if (isUnavailable(facts)) return ['UNAVAILABLE', { reason: 'database_unavailable' }]
  if (isConflict(facts)) return ['CONFLICT', {}]
  if (prisma === 'P2002' || sqlState === '23505') return ['CONFLICT', uniqueViolation(facts.constraint)]
  if (prisma === 'P2003' || sqlState === '23503' || sqlState === '23001') return foreignKeyViolation(facts)
  if (prisma === 'P2025') return ['NOT_FOUND', {}]
  // An id that is no UUID names no row.
  if (sqlState === '22P02' || prisma === 'P2023') return ['NOT_FOUND', {}]
  // A NUL byte, in a text or in JSON, or a text that is not UTF-8.
  if (sqlState === '22021' || sqlState === '22P05') return ['VALIDATION', {}]
  if (sqlState === '57014' || sqlState === '55P03' || prisma === 'P2028')
    return ['TIMEOUT', { reason: 'database_unavailable' }]
  return undefined
}

/**
 * The `AppError` a database failure means, with the failure as its cause; null where `error` is none or has no code (a defect).
 * An `AppError` is returned as it is.
 */
export function databaseError(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  const facts = findFacts(error)
  const found = facts && classify(facts)
  return found ? new AppError(found[0], { ...found[1], cause: error }) : null
}

/** Whether the same transaction may succeed when it is run again: a deadlock or a serialisation failure. */
export const isRetryable = (error: unknown): boolean => {
  const facts = findFacts(error)
  return facts !== undefined && isConflict(facts)
}
