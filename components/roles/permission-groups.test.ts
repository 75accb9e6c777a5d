import { expect, test } from 'vitest'
import { PERMISSIONS } from '#lib/authz/permissions.ts'
import { PERMISSION_GROUPS } from './permission-groups.ts'

test('every permission of the catalogue stands in exactly one group', () => {
  expect(Object.values(PERMISSION_GROUPS).flat().toSorted()).toEqual(PERMISSIONS.devops.toSorted())
})
