/** Schemas of the names, aliases and descriptions people type; shared by forms and actions. Issues are field codes. */
import { z } from 'zod'

/** RFC 1123 label, at most 63 characters: what Kubernetes accepts as a namespace and what fits a URL. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, { error: 'required' })
  .max(63, { error: 'too_long' })
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, { error: 'name_format' })

export const aliasSchema = z.string().trim().max(63, { error: 'too_long' }).default('')
export const descriptionSchema = z.string().trim().max(256, { error: 'too_long' }).default('')
