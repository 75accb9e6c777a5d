/** Programs and scripts the door runs. */
import { accessSync, constants } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Joined paths, because a bundler takes `new URL(name, import.meta.url)` for a file that it has to serve.
const HERE = dirname(fileURLToPath(import.meta.url))
export const GUARD_SCRIPT = join(HERE, 'guarded-git.sh')
export const ASKPASS_SCRIPT = join(HERE, 'askpass.sh')
export const SSH_SCRIPT = join(HERE, 'ssh.sh')

/** First executable of that name on this process's PATH; null where there is none. */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | null {
  for (const folder of path.split(delimiter)) {
    if (!folder) continue
    const candidate = join(folder, name)
    try {
      accessSync(candidate, constants.X_OK)
      return candidate
    } catch {
      // Not here: look in the next folder.
    }
  }
  return null
}

/** PATH of a program the door starts: where it lies itself, then the system's folders. */
export const pathFor = (program: string): string => [dirname(program), '/usr/bin', '/bin'].join(delimiter)
