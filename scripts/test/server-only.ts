/** Stands in for the package of the same name outside Next.js, where there is no browser bundle to protect. */
export const SERVER = true
