/** Whose Git command runs when: bounds for all, per host and per tenant, so that one that hangs or asks much leaves room for the others. */
import { AppError } from '#lib/core/errors.ts'
import { Semaphore } from '#lib/process/semaphore.ts'
import type { RunGit } from './command.ts'
import type { GitLimits } from './limits.ts'
import { hostAndPort } from './url.ts'

/** Git commands at once. Those that read the local cache do not wait for remotes, and a server that hangs takes only its own places. */
const PLACES = { local: 8, remote: 24, perHost: 6, perTenantAndHost: 4 }

type Line = { places: Semaphore; length: number }

/** The lines of one kind; one that nobody stands in is forgotten. */
class Lines {
  readonly #lines = new Map<string, Line>()
  readonly #places: number
  readonly #longest: number

  constructor(places: number, longest = Number.POSITIVE_INFINITY) {
    this.#places = places
    this.#longest = longest
  }

  /** Throws UNAVAILABLE `git_busy` when the line is too long already. */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(key) ?? { places: new Semaphore(this.#places), length: 0 }
    if (line.length >= this.#longest) throw new AppError('UNAVAILABLE', { reason: 'git_busy' })
    this.#lines.set(key, line)
    line.length++
    try {
      return await line.places.run(task)
    } finally {
      line.length--
      if (line.length === 0) this.#lines.delete(key)
    }
  }
}

/**
 * Bounds how many commands run at once: in all, per host and per tenant, and per tenant at one host, so that neither a host that hangs nor a
 * tenant that asks much takes every place of the other. A tenant that has enough in line is refused more.
 */
export function inTurn(run: RunGit, { tenantPlaces, tenantQueue }: GitLimits): RunGit {
  const local = new Semaphore(PLACES.local)
  const remote = new Semaphore(PLACES.remote)
  const hosts = new Lines(PLACES.perHost)
  const tenants = new Lines(tenantPlaces)
  const pairs = new Lines(PLACES.perTenantAndHost)
  const crowds = new Lines(Number.POSITIVE_INFINITY, tenantQueue)
  return (command) => {
    if (!command.remote) return local.run(() => run(command))
    const { tenant } = command.remote
    const host = hostAndPort(command.remote.destination.url)
    const lines: [Lines, string][] = [
      [crowds, tenant],
      [pairs, `${tenant} ${host}`],
      [tenants, tenant],
      [hosts, host],
    ]
    const inAll = () => remote.run(() => run(command))
    return lines.reduceRight<typeof inAll>(
      (next, [line, key]) =>
        () =>
          line.run(key, next),
      inAll,
    )()
  }
}
