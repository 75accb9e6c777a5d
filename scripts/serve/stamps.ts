/** What was built from what: .build/stamps/<name> holds the hash of the sources of the last build that ended well. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** `output`: a file that the build leaves; a stamp without it says nothing. */
export type Build = { name: string; hash: string; output: string }

const fileOf = (folder: string, name: string) => path.join(folder, 'stamps', name)

export function isCurrent(folder: string, { name, hash, output }: Build): boolean {
  const file = fileOf(folder, name)
  return existsSync(output) && existsSync(file) && readFileSync(file, 'utf8') === hash
}

/** Before a build touches its output: until it ends well, nothing is current. */
export const forget = (folder: string, { name }: Build): void => rmSync(fileOf(folder, name), { force: true })

export function remember(folder: string, { name, hash }: Build): void {
  mkdirSync(path.dirname(fileOf(folder, name)), { recursive: true })
  writeFileSync(fileOf(folder, name), hash)
}
