/** The fields of a plain object that differ from their defaults. */
export function withoutDefaults(value: object, defaults: object): Record<string, unknown> {
  const known = new Map(Object.entries(defaults).map(([key, field]) => [key, JSON.stringify(field)]))
  return Object.fromEntries(Object.entries(value).filter(([key, field]) => JSON.stringify(field) !== known.get(key)))
}
