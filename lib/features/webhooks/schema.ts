/** Inputs of the webhook actions; the console and the server parse with the same schemas. */
import { repositoryRefSchema } from '#lib/features/repositories/schema.ts'
import { z } from 'zod'

/** Of the repository with that name. */
export const webhookRefSchema = repositoryRefSchema

/** `version` is that of the webhook that is seen; 0 where there is none. */
export const changeWebhookSchema = repositoryRefSchema.extend({ version: z.number().int() })

/** The last part of the address that a Git host is given. What is no id is as unknown as one that nobody has. */
export const deliverySchema = z.strictObject({ webhook: z.string().max(200) })
