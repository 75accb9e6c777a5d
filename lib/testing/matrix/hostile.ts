/** Inputs that nobody means, made from what an entry point accepts: each field in turn holds what it must not, or an object holds more. */
import fc from 'fast-check'
import { z } from 'zod'

type JsonSchema = {
  type?: string
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
}

/** `map`: an object whose keys are whatever somebody writes. */
export type Field = { path: (string | number)[]; type: string | undefined }

/** Every field that a schema names, with its JSON type where it has one; fields of list items stand under index 0. */
export function fieldsOf(schema: z.ZodType): Field[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return below(root, [])
}

function below({ properties = {}, items, anyOf = [], oneOf = [] }: JsonSchema, path: Field['path']): Field[] {
  const named = Object.entries(properties).map(([name, child]) => ({ at: [...path, name], child }))
  const all = [...named, ...(items ? [{ at: [...path, 0], child: items }] : [])]
  const own = all.flatMap(({ at, child }) => [
    { path: at, type: child.type === 'object' && !child.properties ? 'map' : child.type },
    ...below(child, at),
  ])
  return [...own, ...[...anyOf, ...oneOf].flatMap((choice) => below(choice, path))]
}

type Json = Record<string | number, unknown>

/** The input with something else at the path; objects and lists on the way are made where there are none. */
export function replaced(input: object, [key, ...rest]: Field['path'], value: unknown): Json {
  const copy = (Array.isArray(input) ? [...input] : { ...input }) as Json
  if (key === undefined) return copy
  const old = copy[key]
  const next = typeof old === 'object' && old !== null ? old : typeof rest[0] === 'number' ? [] : {}
  // Not by assignment: "__proto__" has to become a field like any other.
  Object.defineProperty(copy, key, {
    value: rest.length === 0 ? value : replaced(next, rest, value),
    ...{ enumerable: true, writable: true, configurable: true },
  })
  return copy
}

const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))

/** Objects that a query language takes for conditions, and other things that are no text. */
export const notText: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    { not: '' },
    { contains: '' },
    { in: ['a'] },
    { path: ['a'], equals: 1 },
    [],
    [''],
    {},
    true,
    deep(5_000),
    new Date(0),
    new Map(),
    JSON.parse('{"__proto__":{"admin":true}}'),
  ),
  fc.bigInt(),
  fc.double(),
  fc.dictionary(fc.string(), fc.string()),
)

/** Texts that break what was not made for them. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '\'; DROP TABLE "User"; --',
    '%',
    '_',
    '\\',
    '../../etc/passwd',
    '--upload-pack=touch /tmp/x',
    '<img src=x onerror=alert(1)>',
    '${7*7}{{7*7}}',
    '\u202e\u0000\u200b',
    '1e9',
    '-1',
    'NaN',
    'x'.repeat(100_000),
  ),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ maxLength: 80 }),
)

export const hostileNumber: fc.Arbitrary<number> = fc.constantFrom(1e9, -1, 0.5, Number.NaN, Infinity, -0, 2 ** 53)

/** Columns that a careless write would take from an input. */
export const EXTRA = [
  'id',
  'role',
  'workspaceId',
  'ownerId',
  'platformRole',
  'version ',
  '__proto__',
  'constructor',
  'toString',
]
