import { expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { nameSchema } from '#lib/core/names.ts'
import { parseInput } from './parse.ts'

const schema = z.strictObject({
  name: nameSchema,
  kind: z.enum(['a', 'b']).default('a'),
  items: z.array(z.strictObject({ port: z.number().max(9, { error: 'port_range' }) })).default([]),
})

const fieldsOf = (raw: unknown) => {
  try {
    parseInput(schema, raw)
  } catch (error) {
    if (error instanceof AppError) return error.fields
  }
  return null
}

test('what fits comes out parsed', () =>
  expect(parseInput(schema, { name: ' web ' })).toEqual({ name: 'web', kind: 'a', items: [] }))

test.each([
  ['missing', {}, { name: { code: 'required' } }],
  ['empty', { name: '' }, { name: { code: 'required', params: { limit: 1 } } }],
  ['of another type', { name: 7 }, { name: { code: 'invalid' } }],
  ['too long', { name: 'x'.repeat(64) }, { name: { code: 'too_long', params: { limit: 63 } } }],
  ['of a wrong form', { name: 'Web' }, { name: { code: 'name_format' } }],
  ['not a choice', { name: 'web', kind: 'c' }, { kind: { code: 'not_a_choice' } }],
  ['unknown', { name: 'web', role: 'admin' }, { role: { code: 'unknown_field' } }],
  [
    'inside of a list',
    { name: 'web', items: [{ port: 1 }, { port: 10 }] },
    { 'items.1.port': { code: 'port_range', params: { limit: 9 } } },
  ],
  ['the form itself', null, { '': { code: 'invalid' } }],
])('a field that is %s gets its code', (_, raw, fields) => expect(fieldsOf(raw)).toEqual(fields))

test('names that JavaScript is afraid of are names like others', () => {
  const raw = JSON.parse('{"name": "web", "__proto__": {"role": "admin"}, "constructor": 1}') as unknown
  const fields = fieldsOf(raw)
  expect(Object.keys(fields ?? {})).toContain('constructor')
  expect(({} as Record<string, unknown>)['role']).toBeUndefined()
})
