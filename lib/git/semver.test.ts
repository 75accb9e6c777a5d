import { describe, expect, it } from 'vitest'
import { compareVersions, parseConstraint, parseVersion } from './semver.ts'

const matches = (constraint: string, version: string): boolean => {
  const test = parseConstraint(constraint)
  const parsed = parseVersion(version)
  if (!test || !parsed) throw new Error(`not understood: ${constraint} / ${version}`)
  return test(parsed)
}

describe('compareVersions', () => {
  it('orders as semver.org §11 does', () => {
    const ordered = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.10',
      '1.2.0',
      '10.0.0',
    ]
    const parsed = ordered.map((text) => parseVersion(text)!)
    expect([...parsed].reverse().sort(compareVersions)).toEqual(parsed)
  })

  it('ignores build metadata', () => {
    expect(compareVersions(parseVersion('1.0.0+a')!, parseVersion('1.0.0+b')!)).toBe(0)
  })
})

describe('parseVersion', () => {
  it.each(['1.2', '01.2.3', '1.2.3.4', '', 'v', 'main', '1.2.3-', '99999999999.0.0'])('refuses %j', (text) => {
    expect(parseVersion(text)).toBeNull()
  })
})

describe('parseConstraint', () => {
  it.each(['main', '1.2.3', 'v1.2.3', '', '>=', '1.x.y', 'release-1.2', '>=1 ||', '>>1'])(
    'does not take %j for a constraint',
    (text) => {
      expect(parseConstraint(text)).toBeNull()
    },
  )

  it.each([
    ['1.x', '1.0.0', true],
    ['1.x', '1.9.9', true],
    ['1.x', '2.0.0', false],
    ['v1.x', '1.4.0', true],
    ['1', '1.4.2', true],
    ['1.2', '1.2.9', true],
    ['1.2', '1.3.0', false],
    ['1.2.*', '1.2.3', true],
    ['*', '0.0.1', true],
    ['=1.2.3', '1.2.3', true],
    ['!=1.2.3', '1.2.3', false],
    ['!=1.2', '1.2.9', false],
    ['!=1.2', '1.3.0', true],
    ['>1.2', '1.2.9', false],
    ['>1.2', '1.3.0', true],
    ['>=1.2', '1.2.0', true],
    ['<=1.2', '1.2.9', true],
    ['<=1.2', '1.3.0', false],
    ['<1.2', '1.1.9', true],
    ['<1.2', '1.2.0', false],
    ['~1.2.3', '1.2.9', true],
    ['~1.2.3', '1.3.0', false],
    ['~1.2.3', '1.2.2', false],
    ['~1', '1.9.0', true],
    ['~1', '2.0.0', false],
    ['~>1.2', '1.2.5', true],
    ['^1.2.3', '1.9.0', true],
    ['^1.2.3', '2.0.0', false],
    ['^0.2.3', '0.2.9', true],
    ['^0.2.3', '0.3.0', false],
    ['^0.0.3', '0.0.4', false],
    ['^0.0', '0.0.9', true],
    ['^0', '0.9.0', true],
    ['^0', '1.0.0', false],
    ['>=1.0.0 <2.0.0', '1.5.0', true],
    ['>= 1.0.0, < 2.0.0', '2.0.0', false],
    ['1.2 - 2.0', '2.0.7', true],
    ['1.2 - 2.0', '2.1.0', false],
    ['1.x || >=3', '2.0.0', false],
    ['1.x || >=3', '3.0.0', true],
  ])('%s on %s is %s', (constraint, version, expected) => {
    expect(matches(constraint, version)).toBe(expected)
  })

  it.each([
    ['>=1.0.0', '1.1.0-rc.1', false],
    ['>=1.0.0-0', '1.1.0-rc.1', true],
    ['1.x', '1.1.0-rc.1', false],
    ['*', '1.0.0-rc.1', false],
    ['^1.2.0-beta', '2.0.0-alpha', false],
    ['<2.0.0 || >=3.0.0-0', '1.0.0-rc.1', false],
  ])('%s lets the pre-release %s through: %s', (constraint, version, expected) => {
    expect(matches(constraint, version)).toBe(expected)
  })
})
