/** What a run of the bench found out, as a table for people and as records for programs. */

/** What a group of processes used while a figure was measured. */
export type Use = {
  /** Seconds of CPU time of its processes. */
  cpuSeconds: number
  /** Seconds of CPU time of programs that it started and that have ended: Git, the renderer. */
  childCpuSeconds: number
  /** Highest resident memory seen, in MB (10^6 bytes). */
  peakRssMb: number
}

export type Figure = {
  row: string
  what: string
  /** Deployments; 0 where the figure has no size. */
  n: number
  /** Null: not reached within the time the bench gives it. */
  value: number | null
  unit: 's' | 'ms' | 'MB' | 'times'
  /** The bare API server's value for the same work. */
  bare: number | null
  /** value / bare. */
  ratio: number | null
  /** At most this: the value itself, or the ratio. Null: told, not judged. */
  target: { of: 'value' | 'ratio'; max: number } | null
  /** Null where there is no target. */
  isMet: boolean | null
  note: string
  processes: Record<string, Use>
}

export type FigureInput = Pick<Figure, 'row' | 'what' | 'n' | 'value' | 'unit'> &
  Partial<Pick<Figure, 'bare' | 'target' | 'note' | 'processes'>>

const round = (value: number) => Number(value.toPrecision(4))

/** Completes a figure: the ratio to the bare server, and whether it meets its target. */
export function figure(input: FigureInput): Figure {
  const { value, bare = null, target = null, note = '', processes = {} } = input
  const ratio = value === null || bare === null || bare === 0 ? null : round(value / bare)
  const judged = target?.of === 'ratio' ? ratio : value
  return {
    ...input,
    ...{ note, processes, target, ratio },
    value: value === null ? null : round(value),
    bare: bare === null ? null : round(bare),
    isMet: target === null ? null : judged !== null && judged <= target.max,
  }
}

/** The value below which `share` of the values lie (nearest rank). NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}

const format = (value: number | null, unit: string): string => {
  if (value === null) return 'not reached'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return unit === 'times' ? value.toFixed(digits) : `${value.toFixed(digits)} ${unit}`
}

const targetText = ({ target, unit }: Figure): string => {
  if (target === null) return ''
  return target.of === 'ratio' ? `≤ ${target.max} × bare` : `≤ ${target.max}${unit === 'times' ? '' : ` ${unit}`}`
}

const verdictText = ({ isMet }: Figure): string => (isMet === null ? '' : isMet ? 'yes' : 'MISSED')

/** Lines of a table whose columns are as wide as they need to be; all but the first to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const pad = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(pad).join('  ').trimEnd())
}

/** The table that the bench prints. */
export function table(figures: readonly Figure[]): string[] {
  const header = ['', 'n', 'measured', 'bare server', 'ratio', 'target', 'met']
  const rows = figures.map((one) => [
    one.what,
    one.n === 0 ? '' : String(one.n),
    format(one.value, one.unit),
    one.bare === null ? '' : format(one.bare, one.unit),
    one.ratio === null ? '' : format(one.ratio, 'times'),
    targetText(one),
    verdictText(one),
  ])
  return columns([header, ...rows])
}

/** What each process used, for the figures that tell it. */
export function usageTable(figures: readonly Figure[]): string[] {
  const header = ['', 'n', 'process', 'CPU', 'of ended children', 'peak RSS']
  const rows = figures.flatMap((one) =>
    Object.entries(one.processes).map(([name, use]) => [
      one.what,
      one.n === 0 ? '' : String(one.n),
      name,
      format(use.cpuSeconds, 's'),
      format(use.childCpuSeconds, 's'),
      format(use.peakRssMb, 'MB'),
    ]),
  )
  return rows.length === 0 ? [] : columns([header, ...rows])
}
