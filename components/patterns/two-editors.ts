/** Two people's changes of the same values. Fields that only mean something together are one group. Pure. */

export type Groups<Values> = readonly (readonly (keyof Values)[])[]

const isSameIn = <Values>(group: readonly (keyof Values)[], one: Values, other: Values): boolean =>
  group.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]))

/** Groups in which two versions differ. */
export const changedGroups = <Values>(groups: Groups<Values>, one: Values, other: Values): Groups<Values> =>
  groups.filter((group) => !isSameIn(group, one, other))

export type Versions<Values> = { base: Values; mine: Values; theirs: Values }

/** Their version with the groups that I changed; where both changed one, mine stays. */
export function mergeValues<Values extends object>(
  groups: Groups<Values>,
  { base, mine, theirs }: Versions<Values>,
): Values {
  const own = changedGroups(groups, base, mine).flat()
  return { ...theirs, ...Object.fromEntries(own.map((field) => [field, mine[field]])) }
}

/** Groups that both changed, to different values. */
export function clashingGroups<Values>(groups: Groups<Values>, { base, mine, theirs }: Versions<Values>) {
  const ofTheirs = new Set(changedGroups(groups, base, theirs))
  return changedGroups(groups, base, mine).filter((group) => ofTheirs.has(group) && !isSameIn(group, mine, theirs))
}
