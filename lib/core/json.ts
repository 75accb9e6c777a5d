/** JSON values as the database stores them. */

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }
/** What a JSON column takes: anything but a bare null. */
export type StoredJson = string | number | boolean | JsonValue[] | { [key: string]: JsonValue }

/** A plain copy of a value as JSON has it: `undefined` fields are gone, dates are texts. Throws on cycles and bigints. */
export const toJson = (value: object): StoredJson => JSON.parse(JSON.stringify(value)) as StoredJson
