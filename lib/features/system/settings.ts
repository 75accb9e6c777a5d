/** Platform-wide settings by name: one table of what each holds, so that nothing is read under a name or shape of its own. */
import { z } from 'zod'
import { toJson } from '#lib/core/json.ts'
import type { Tx } from '#lib/db/client.ts'

const SETTINGS = {
  /** `host:port` of Git hosts that may be contacted although their address is private or loopback. */
  'git.allowedPrivateHosts': z.array(z.string().max(300)).max(1000).catch([]),
  /** A repository that the demonstration brings, offered by the import dialog. */
  'demo.sampleRepositoryUrl': z.string().max(2048).nullable().catch(null),
  /** `host:port` of the demonstration's Git server at its last start. */
  'demo.gitHost': z.string().max(300).nullable().catch(null),
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
    update: { value: stored },
  })
}
