/** Which node ports a sandbox allocates from: sandboxes that run at once on one machine need ranges of their own. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { commandLineOf } from '#scripts/bootstrap/processes.mjs'

export type PortRange = { first: number; last: number }

/** Kubernetes' own range first; the others lie below it, and below the ports the system hands out by itself (32768 and up). */
export const RANGES: readonly PortRange[] = [
  { first: 30_000, last: 32_767 },
  { first: 27_000, last: 29_767 },
  { first: 24_000, last: 26_767 },
  { first: 21_000, last: 23_767 },
]

export const formatRange = ({ first, last }: PortRange): string => `${first}-${last}`

function parseRange(text: string | undefined): PortRange | undefined {
  const groups = /^(?<first>\d+)-(?<last>\d+)$/.exec(text ?? '')?.groups
  return groups && { first: Number(groups['first']), last: Number(groups['last']) }
}

/** The ranges of the sandboxes that run on this machine, from their command lines. Empty where they cannot be seen. */
function rangesInUse(): PortRange[] {
  if (!existsSync('/proc/self')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLineOf(Number(pid)))
    .filter(([program]) => path.basename(program ?? '') === 'sandbox')
    .map((command) => parseRange(command[command.indexOf('--node-ports') + 1]) ?? { first: 30_000, last: 32_767 })
}

/** The first range that overlaps none in use; the standard one when all do (a clash of ports is then said at the Service). */
export const chooseRange = (inUse: readonly PortRange[]): PortRange => {
  const free = RANGES.find((range) => inUse.every((other) => range.last < other.first || other.last < range.first))
  return free ?? { first: 30_000, last: 32_767 }
}

/** The range of this data directory: chosen at the first start and kept, because Services have ports of it. */
export function keptRange(file: string): PortRange {
  const kept = existsSync(file) ? parseRange(readFileSync(file, 'utf8').trim()) : undefined
  if (kept) return kept
  const range = chooseRange(rangesInUse())
  writeFileSync(file, formatRange(range))
  return range
}
