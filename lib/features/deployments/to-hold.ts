/** What holds automatic synchronisation back, and who fights with it, as stored → as shown. Pure; what cannot be read is not there. */
import { z } from 'zod'
import { readablePath } from './to-why.ts'
import type { Flapping, Pause, Pin } from './types.ts'

const pauseSchema = z.object({
  reason: z.string(),
  by: z.string(),
  at: z.string(),
  until: z.string().nullable().default(null),
})
const pinSchema = z.object({ commit: z.string(), number: z.number(), by: z.string(), at: z.string() })
const flappingSchema = z.object({
  key: z.string(),
  kind: z.string(),
  name: z.string(),
  path: z.string(),
  manager: z.string().catch(''),
  count: z.number().catch(0),
})

/** `ContinuousDeployment.pause`. Whether it is over already, the caller knows. */
export const toPause = (stored: unknown): Pause | null => pauseSchema.safeParse(stored).data ?? null

/** `ContinuousDeployment.pin`. */
export const toPin = (stored: unknown): Pin | null => pinSchema.safeParse(stored).data ?? null

/** `DeploymentStatus.flapping`. */
export function toFlapping(stored: unknown): Flapping | null {
  const { data } = flappingSchema.safeParse(stored)
  return data ? { ...data, path: readablePath(data.path) } : null
}
