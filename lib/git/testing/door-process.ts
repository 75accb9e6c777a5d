/**
 * A door in a process of its own, which tests kill or confine: fetches and writes the newest commit of each remote, says on standard output
 * what came of it and what is left in its work folders, one line of JSON, and stays until its standard input ends.
 */
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#lib/core/errors.ts'
import { createGitDoor } from '../door.ts'
import type { GitRemote } from '../types.ts'

export type DoorOrder = { cacheDir: string; host: string; remotes: GitRemote[] }
export type DoorOutcome = { outcomes: string[]; work: string[] }

const { cacheDir, host, remotes } = JSON.parse(process.argv[2] ?? '') as DoorOrder
const door = createGitDoor({ cacheDir, allowedPrivateHosts: async () => [host], limits: { checkoutLingerMs: 0 } })

async function outcomeOf(remote: GitRemote): Promise<string> {
  try {
    const revision = await door.resolve(remote, 'HEAD')
    await door.fetch(remote, revision)
    return await door.withTree(remote, revision.commit, async () => revision.commit)
  } catch (error) {
    return error instanceof AppError ? (error.reason ?? error.code) : String(error)
  }
}

const outcomes: string[] = []
for (const remote of remotes) outcomes.push(await outcomeOf(remote))
const work = readdirSync(cacheDir)
  .filter((name) => name.startsWith('door-'))
  .flatMap((name) => readdirSync(join(cacheDir, name, 'work')))
console.log(JSON.stringify({ outcomes, work } satisfies DoorOutcome))
process.stdin.resume()
await once(process.stdin, 'end')
process.exit(0)
