import { expect, test } from 'vitest'
import { newNameSchema } from './names.ts'

test.each(['shop', 'a', 'team-1', `a${'b'.repeat(62)}`])('%s may be given to something new', (name) => {
  expect(newNameSchema.parse(name)).toBe(name)
})

test.each([
  ...['__proto__', '..', '.', 'constructor', 'con', 'nul', 'com1', 'admin', 'api', 'settings', 'w'],
  ...['1shop', '-shop', 'shop-', 'Shop', 'shop_1', 'a/b', '가게', '', `a${'b'.repeat(63)}`],
])('W28: %j is refused as a new name', (name) => {
  expect(newNameSchema.safeParse(name).success).toBe(false)
})
