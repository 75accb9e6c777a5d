/** What processes use, read from Linux' /proc: CPU time and memory of a process with everything it started. */
import { readFileSync } from 'node:fs'
import type { Use } from './figures.ts'

/** Kernels count CPU time in hundredths of a second for every architecture we run on (USER_HZ, proc(5)). */
const TICKS_PER_SECOND = 100
const PAGE_BYTES = 4096
const MB = 1_000_000
const SAMPLE_MS = 200
/** Places in /proc/<pid>/stat after the program's name. */
const STAT = { userTime: 11, systemTime: 12, childUserTime: 13, childSystemTime: 14 }

/** A process may end while it is looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The process and all that it started and that still run. */
function family(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)
  return [pid, ...children.flatMap(family)]
}

function cpuOf(pid: number): { own: number; children: number } {
  const stat = read(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const seconds = (place: number) => Number(fields[place] ?? 0) / TICKS_PER_SECOND
  return {
    own: seconds(STAT.userTime) + seconds(STAT.systemTime),
    children: seconds(STAT.childUserTime) + seconds(STAT.childSystemTime),
  }
}

/** Resident and shared memory in bytes. */
function memoryOf(pid: number): { resident: number; shared: number } {
  const fields = read(`/proc/${pid}/statm`).split(' ')
  return { resident: Number(fields[1] ?? 0) * PAGE_BYTES, shared: Number(fields[2] ?? 0) * PAGE_BYTES }
}

/** Memory of a group in MB: what its processes share (PostgreSQL's buffers, program text) counts once. */
function residentMb(pids: readonly number[]): number {
  const all = pids.map(memoryOf)
  const own = all.reduce((sum, { resident, shared }) => sum + resident - shared, 0)
  return (own + Math.max(0, ...all.map(({ shared }) => shared))) / MB
}

/** Proportional memory (PSS) in MB of a process with everything it started: shared pages are divided among those who map them. */
export const proportionalMb = (pid: number): number =>
  family(pid)
    .map((one) => /^Pss:\s+(?<kb>\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.groups?.['kb'])
    .reduce((sum, kb) => sum + (Number(kb ?? 0) * 1024) / MB, 0)

/** Processes by name. A group's memory is that of the process itself and, where they work for it for long, of its children. */
export type Watched = Readonly<Record<string, { pid: number; withChildren: boolean }>>

export type Meter = {
  /** What was used since the meter began. */
  stop(): Record<string, Use>
}

type Cpu = { own: number; children: number }

function cpuOfGroup({ pid, withChildren }: Watched[string]): Cpu {
  const own = cpuOf(pid)
  const living = family(pid)
    .slice(1)
    .map(cpuOf)
    .reduce((sum, one) => sum + one.own + one.children, 0)
  return withChildren
    ? { own: own.own + living, children: own.children }
    : { own: own.own, children: own.children + living }
}

/** Begins to measure: CPU as a difference, memory as the highest of samples. */
export function startMeter(watched: Watched): Meter {
  const began = new Map(Object.entries(watched).map(([name, group]) => [name, cpuOfGroup(group)]))
  const peaks = new Map<string, number>()
  const sample = () => {
    for (const [name, { pid, withChildren }] of Object.entries(watched)) {
      peaks.set(name, Math.max(peaks.get(name) ?? 0, residentMb(withChildren ? family(pid) : [pid])))
    }
  }
  sample()
  const timer = setInterval(sample, SAMPLE_MS)
  return {
    stop() {
      clearInterval(timer)
      sample()
      const use = (name: string, group: Watched[string]): Use => {
        const [before, after] = [began.get(name), cpuOfGroup(group)]
        const since = (key: keyof Cpu) => Number((after[key] - (before?.[key] ?? 0)).toFixed(2))
        return {
          cpuSeconds: since('own'),
          childCpuSeconds: since('children'),
          peakRssMb: Number((peaks.get(name) ?? 0).toFixed(1)),
        }
      }
      return Object.fromEntries(Object.entries(watched).map(([name, group]) => [name, use(name, group)]))
    },
  }
}
