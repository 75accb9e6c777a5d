/** The fields of an Application, from the schema that reads it: what the editor can complete. */
import { z } from 'zod'
import { applicationSchema } from './application.ts'

/** The schema inside of defaults, options and refinements; of a list the schema of its items. */
function inner(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return inner(schema.unwrap())
  if (schema instanceof z.ZodPipe) return inner(schema.in)
  if (schema instanceof z.ZodArray) return inner(schema.element)
  return schema
}

/** The names of the fields at a path of field names ("spec", "source"); none for a path that the schema does not know. */
export function fieldsAt(path: readonly string[]): readonly string[] {
  let schema = inner(applicationSchema)
  for (const step of path) {
    if (!(schema instanceof z.ZodObject)) return []
    schema = inner((schema.shape as Record<string, unknown>)[step])
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}
