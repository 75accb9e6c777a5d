/**
 * Semantic versions (semver.org 2.0.0) of tags, and the constraints people write for them: what Argo CD accepts as a target revision.
 * Comparators `=`, `!=`, `>`, `>=`, `<`, `<=`, `~`, `^`, wildcards (`1.x`, `1.2.*`), hyphen ranges (`1.2 - 2.0`); blanks or commas mean
 * "and", `||` means "or". A pre-release matches only where the same alternative names a pre-release (`>=1.0.0-0`).
 */

export type Version = { major: number; minor: number; patch: number; pre: string[] }

type Comparator = (version: Version) => boolean
type Alternative = { allowsPre: boolean; comparators: Comparator[] }

/** A constraint that has been understood. */
export type Constraint = (version: Version) => boolean

/** A version with its unspecified parts left out: "1.2" has no patch, "1.x" no minor. */
type PartialVersion = { parts: number[]; pre: string[] }

const NUMBER = '(?:0|[1-9]\\d{0,9})'
const PRE = '(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z.-]+)?'
const VERSION = new RegExp(`^v?(${NUMBER})\\.(${NUMBER})\\.(${NUMBER})${PRE}$`)
const PARTIAL = new RegExp(`^v?(${NUMBER}|[xX*])(?:\\.(${NUMBER}|[xX*]))?(?:\\.(${NUMBER}|[xX*])${PRE})?$`)
const COMPARATOR = /^(!=|>=|<=|=|>|<|~>?|\^)?\s*(\S+)$/

/** A full version, with or without a leading "v"; null for anything else. */
export function parseVersion(text: string): Version | null {
  const match = VERSION.exec(text)
  if (!match) return null
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]), pre: match[4]?.split('.') ?? [] }
}

/** Negative, zero or positive as `a` precedes, equals or follows `b`. Build metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePre(a.pre, b.pre)
}

function comparePre(a: string[], b: string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const left = a[index]
    const right = b[index]
    if (left === undefined) return -1
    if (right === undefined) return 1
    if (left === right) continue
    const leftNumeric = /^\d+$/.test(left)
    const rightNumeric = /^\d+$/.test(right)
    if (leftNumeric && rightNumeric) return Number(left) - Number(right)
    if (leftNumeric !== rightNumeric) return leftNumeric ? -1 : 1
    return left < right ? -1 : 1
  }
  return 0
}

/** Understands a constraint. Null when the text is not one; a full version on its own is a name, not a constraint. */
export function parseConstraint(text: string): Constraint | null {
  if (text.length > 200 || parseVersion(text)) return null
  const alternatives: Alternative[] = []
  for (const part of text.split('||')) {
    const alternative = parseAlternative(part.trim())
    if (!alternative) return null
    alternatives.push(alternative)
  }
  return (version) =>
    alternatives.some(
      ({ allowsPre, comparators }) =>
        (version.pre.length === 0 || allowsPre) && comparators.every((test) => test(version)),
    )
}

function parseAlternative(text: string): Alternative | null {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(text)
  const terms = hyphen
    ? [`>=${hyphen[1]}`, `<=${hyphen[2]}`]
    : text
        .replace(/(!=|>=|<=|=|>|<|~>?|\^)\s+/g, '$1')
        .split(/[\s,]+/)
        .filter(Boolean)
  if (terms.length === 0) return null
  const comparators: Comparator[] = []
  let allowsPre = false
  for (const term of terms) {
    const match = COMPARATOR.exec(term)
    const partial = match && parsePartial(match[2] ?? '')
    if (!match || !partial) return null
    allowsPre ||= partial.pre.length > 0
    comparators.push(comparator(match[1] ?? '=', partial))
  }
  return { allowsPre, comparators }
}

function parsePartial(text: string): PartialVersion | null {
  const match = PARTIAL.exec(text)
  if (!match) return null
  const parts: number[] = []
  for (const part of [match[1], match[2], match[3]]) {
    if (part === undefined || /^[xX*]$/.test(part)) break
    parts.push(Number(part))
  }
  return { parts, pre: parts.length === 3 ? (match[4]?.split('.') ?? []) : [] }
}

/** The lowest version a partial stands for. */
const floor = ({ parts, pre }: PartialVersion): Version => ({
  major: parts[0] ?? 0,
  minor: parts[1] ?? 0,
  patch: parts[2] ?? 0,
  pre,
})

/** The lowest version above everything that shares the first `keep` parts; null when nothing is above. */
function ceiling({ parts }: PartialVersion, keep: number): Version | null {
  if (keep === 0) return null
  const raised = parts.slice(0, keep)
  raised[keep - 1] = (raised[keep - 1] ?? 0) + 1
  return floor({ parts: raised, pre: ['0'] })
}

const within = (low: Version, high: Version | null): Comparator => {
  return (version) => compareVersions(version, low) >= 0 && (high === null || compareVersions(version, high) < 0)
}

function comparator(operator: string, partial: PartialVersion): Comparator {
  const low = floor(partial)
  const given = partial.parts.length
  const same: Comparator = given === 3 ? (v) => compareVersions(v, low) === 0 : within(low, ceiling(partial, given))
  switch (operator) {
    case '!=':
      return (version) => !same(version)
    case '>=':
      return (version) => compareVersions(version, low) >= 0
    case '<':
      return (version) => compareVersions(version, low) < 0
    case '>':
      return (version) => compareVersions(version, low) > 0 && !same(version)
    case '<=':
      return (version) => compareVersions(version, low) < 0 || same(version)
    case '~':
    case '~>':
      return within(low, ceiling(partial, Math.min(given, 2)))
    case '^':
      return within(low, ceiling(partial, caretKeep(partial)))
    default:
      return same
  }
}

/** How many leading parts a caret keeps: up to and including the first that is not zero. */
function caretKeep({ parts }: PartialVersion): number {
  const firstSet = parts.findIndex((part) => part !== 0)
  return firstSet < 0 ? parts.length : firstSet + 1
}
