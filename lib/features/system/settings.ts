/** Platform-wide settings by name: one table of what each holds, so that nothing is read under a name or shape of its own. */
import { z } from 'zod'
import { toJson } from '#lib/core/json.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Tx } from '#lib/db/client.ts'

const SETTINGS = {
  /** `host:port` of Git hosts that may be contacted although their address is private or loopback. */
  'git.allowedPrivateHosts': z.array(z.string().max(300)).max(1000).catch([]),
  /** A repository that the demonstration brings, offered by the import dialog. */
  'demo.sampleRepositoryUrl': z.string().max(2048).nullable().catch(null),
  /** `host:port` of the demonstration's Git server at its last start. */
  'demo.gitHost': z.string().max(300).nullable().catch(null),
  /** How long records are kept: audit rows in days, finished runs per deployment. lib/engine/store/retention.ts reads the same. */
  retention: z
    .strictObject({ auditDays: z.number().int().min(1).max(3650), keptRuns: z.number().int().min(10).max(1000) })
    .catch({ auditDays: 180, keptRuns: 50 }),
  /** True once the demonstration's world was made. */
  'demo.seeded': z.boolean().catch(false),
} as const

type SettingName = keyof typeof SETTINGS
type SettingValue<N extends SettingName> = z.output<(typeof SETTINGS)[N]>

/** The stored value; the empty one when it was never set or cannot be read. */
export async function readSetting<N extends SettingName>(client: Tx, name: N): Promise<SettingValue<N>> {
  const row = await client.platformSetting.findUnique({ where: { name }, select: { value: true } })
  return SETTINGS[name].parse(row?.value) as SettingValue<N>
}

/** Stores a value for everybody; the change's transaction carries it. */
export async function writeSetting<N extends SettingName>(tx: Tx, name: N, value: NonNullable<SettingValue<N>>) {
  const stored = typeof value === 'object' ? toJson(value) : value
  await tx.platformSetting.upsert({
    where: { name },
    create: { name, value: stored },
    update: { value: stored, version: { increment: 1 } },
  })
}

/** The stored value with the version that guards its change; version 0: it was never set. */
export async function readVersioned<N extends SettingName>(
  client: Tx,
  name: N,
): Promise<{ value: SettingValue<N>; version: number }> {
  const row = await client.platformSetting.findUnique({ where: { name }, select: { value: true, version: true } })
  return { value: SETTINGS[name].parse(row?.value) as SettingValue<N>, version: row?.version ?? 0 }
}

/** Stores a value over the version it was made from; the new version. Throws CONFLICT `version_changed`. */
export async function changeSetting<N extends SettingName>(
  tx: Tx,
  name: N,
  version: number,
  value: NonNullable<SettingValue<N>>,
): Promise<number> {
  const stored = typeof value === 'object' ? toJson(value) : value
  const { count } =
    version === 0
      ? await tx.platformSetting.createMany({ data: [{ name, value: stored }], skipDuplicates: true })
      : await tx.platformSetting.updateMany({
          where: { name, version },
          data: { value: stored, version: { increment: 1 } },
        })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  return version + 1
}
