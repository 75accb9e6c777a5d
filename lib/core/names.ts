/** Schemas of the names, aliases and descriptions people type; shared by forms and actions. Issues are field codes. */
import { z } from 'zod'

/** RFC 1123 label, at most 63 characters: what Kubernetes accepts as a namespace and what fits a URL. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, { error: 'required' })
  .max(63, { error: 'too_long' })
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, { error: 'name_format' })

/**
 * Names that mean something elsewhere (paths of the console, files of some systems) and would mislead people or programs. Threat W28;
 * what is no RFC 1123 label ("..", "__proto__") is refused before.
 */
const RESERVED_NAMES = new Set([
  ...['api', 'admin', 'login', 'logout', 'new', 'platform', 'root', 'settings', 'system', 'w', 'workspaces'],
  ...['con', 'prn', 'aux', 'nul', 'constructor', 'prototype', 'null', 'undefined'],
])

/** The name that a person gives to something new: begins with a letter, and is not reserved. Names that exist are `nameSchema`. */
export const newNameSchema = nameSchema
  .regex(/^[a-z]/, { error: 'name_letter_first' })
  .refine((name) => !RESERVED_NAMES.has(name) && !/^(com|lpt)[0-9]$/.test(name), { error: 'name_reserved' })

export const aliasSchema = z.string().trim().max(63, { error: 'too_long' }).default('')
export const descriptionSchema = z.string().trim().max(256, { error: 'too_long' }).default('')
