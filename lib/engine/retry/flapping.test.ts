import { describe, expect, it } from 'vitest'
import { resource } from '../testing/plan-data.ts'
import { type FlappingInput, detectFlapping } from './flapping.ts'

const id = resource('apps/v1', 'Deployment', 'web')
const input = (change: Partial<FlappingInput> = {}): FlappingInput => ({
  known: null,
  attempts: 3,
  isDrifting: true,
  secondsSinceHeal: 5,
  objects: [{ id, key: 'web', differences: [{ path: '/spec/replicas', live: 5, desired: 2, owner: 'hpa' }] }],
  ...change,
})
const known = { key: 'web', kind: 'Deployment', name: 'web', path: '/spec/replicas', manager: 'hpa', count: 4 }

describe('flapping', () => {
  it('is named once drift came back again and again: object, field and who writes it', () => {
    expect(detectFlapping(input())).toMatchObject({ name: 'web', path: '/spec/replicas', manager: 'hpa', count: 3 })
  })
  it('is not a person who changed something twice', () => {
    expect(detectFlapping(input({ attempts: 2 }))).toBeNull()
  })
  it('is remembered between two heals, and forgotten when it stayed healed', () => {
    const quiet = { known, isDrifting: false, objects: [] }
    expect(detectFlapping(input({ ...quiet, secondsSinceHeal: 300 }))).toEqual(known)
    expect(detectFlapping(input({ ...quiet, secondsSinceHeal: 601 }))).toBeNull()
    expect(detectFlapping(input({ ...quiet, secondsSinceHeal: null }))).toBeNull()
  })
})
