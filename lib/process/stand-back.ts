import { setPriority } from 'node:os'

/**
 * Lets a process that was just started stand back for others where the processor is short: `niceness` from 1 to 19. On Linux it is the
 * first thread's, from which those that it starts later have it. A container may forbid it, which costs nobody a result.
 */
export function standBack(pid: number | undefined, niceness: number | undefined): void {
  if (pid === undefined || niceness === undefined) return
  try {
    setPriority(pid, niceness)
  } catch {
    // EPERM or EACCES; ESRCH for one that has ended already.
  }
}
