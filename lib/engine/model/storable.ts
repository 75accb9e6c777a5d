/** What manifests and clusters may write and no database can hold. */

/** The text with a sign in place of a NUL, and of half a character that was cut: PostgreSQL refuses both, in text as in JSON. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '␀')
