/** The Git server of the demonstration. Its port is kept, so that addresses of imported repositories stay true. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ensureSampleRepositories, sampleNames } from '#scripts/git-server/samples.ts'
import { type GitServer, startGitServer } from '#scripts/git-server/server.ts'

export type DemoGit = {
  server: GitServer
  /** Address of the sample of the tutorial. */
  sampleRepositoryUrl: string
  /** "127.0.0.1:4711": what the platform must allow. */
  host: string
}

const keptPort = (file: string) => (existsSync(file) ? Number(readFileSync(file, 'utf8')) || 0 : 0)

async function startOn(root: string, port: number, say: (line: string) => void): Promise<GitServer> {
  try {
    return await startGitServer({ root, port })
  } catch (error) {
    if (port === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    say(
      `  ! Port ${port} of the demonstration's Git server is taken; repositories imported from it must be imported anew.`,
    )
    return startGitServer({ root })
  }
}

/** Starts the server over the sample repositories, which it makes the first time. */
export async function startDemoGit(root: string, say: (line: string) => void): Promise<DemoGit> {
  mkdirSync(root, { recursive: true, mode: 0o700 })
  await ensureSampleRepositories(root)
  const portFile = path.join(root, 'port')
  const server = await startOn(root, keptPort(portFile), say)
  writeFileSync(portFile, String(server.port))
  return { server, sampleRepositoryUrl: server.url(sampleNames()[0] ?? ''), host: `127.0.0.1:${server.port}` }
}
