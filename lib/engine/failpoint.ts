/**
 * Points at which a test lets the engine die (`IEUM_FAILPOINT=applied@3`: the third time, by SIGKILL) or stop (`applied@3:stop`, by SIGSTOP,
 * as a machine does that is suspended). Without the variable they do nothing. For tests of what a crash leaves behind; the variable has no
 * place in an installation.
 */
import { env } from 'node:process'

export const FAILPOINTS = [
  'claimed',
  'before_fetch',
  'fetched',
  'before_render',
  'rendered',
  'before_run',
  'run_recorded',
  'inventory_extended',
  'before_apply',
  'applied',
  'before_delete',
  'deleted',
  'before_hook',
  'hook_created',
  'before_result',
  'result_recorded',
  'before_finish',
  'run_finished',
  'before_status',
  'status_recorded',
  'before_release',
] as const
export type FailpointName = (typeof FAILPOINTS)[number]

type Armed = { name: FailpointName; left: number; signal: 'SIGKILL' | 'SIGSTOP' }

/** Reads "<name>@<n>" or "<name>@<n>:stop". Throws for anything else: a test that arms nothing would prove nothing. */
export function parseFailpoint(text: string): Armed {
  const { point, count, stop } = /^(?<point>[a-z_]+)@(?<count>[1-9]\d{0,5})(?<stop>:stop)?$/.exec(text)?.groups ?? {}
  const name = FAILPOINTS.find((known) => known === point)
  if (name === undefined) throw new Error(`IEUM_FAILPOINT: ${text} is not <name>@<n>, one of ${FAILPOINTS.join(', ')}`)
  return { name, left: Number(count), signal: stop === undefined ? 'SIGKILL' : 'SIGSTOP' }
}

const text = env['IEUM_FAILPOINT']
const armed = text ? parseFailpoint(text) : null

/** Dies or stops here when it is the armed point's turn. The signal is delivered before the call returns. */
export function failpoint(name: FailpointName): void {
  if (armed?.name !== name || --armed.left !== 0) return
  process.kill(process.pid, armed.signal)
  // The signal may take a moment; nothing behind the point may run before it does.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, armed.signal === 'SIGKILL' ? 10_000 : 50)
}
