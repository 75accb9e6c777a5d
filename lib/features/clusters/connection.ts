/** The stored connection of a cluster: inline fields of a kubeconfig, as JSON, encrypted for its row. */
import { z } from 'zod'
import { decryptSecret, encryptSecret } from '#lib/crypto/secrets.ts'
import type { KubeConnection } from '#lib/kube/types.ts'

const connectionSchema = z.strictObject({
  server: z.string(),
  caData: z.string(),
  tlsServerName: z.string().optional(),
  auth: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('token'), token: z.string() }),
    z.strictObject({ kind: z.literal('certificate'), certData: z.string(), keyData: z.string() }),
  ]),
})

const place = (clusterId: string) => ({ table: 'Cluster', id: clusterId, column: 'connection' }) as const

export const sealConnection = (clusterId: string, connection: KubeConnection): string =>
  encryptSecret(JSON.stringify(connection), place(clusterId))

/** Throws `SecretError` for a text that was not sealed for this cluster, or with a key that is gone. */
export function openConnection(clusterId: string, sealed: string): KubeConnection {
  const { tlsServerName, ...rest } = connectionSchema.parse(JSON.parse(decryptSecret(sealed, place(clusterId))))
  return tlsServerName === undefined ? rest : { ...rest, tlsServerName }
}
