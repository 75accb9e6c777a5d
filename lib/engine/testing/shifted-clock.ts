/**
 * Loaded before a program (`--import`): its wall clock is off by IEUM_TEST_CLOCK_SHIFT seconds, and at SIGUSR2 jumps as far to the other
 * side. The monotonic clock, which no adjustment of a machine's time moves, stays as it is.
 */
import { env } from 'node:process'

const realNow = Date.now.bind(Date)
let shiftMs = Number(env['IEUM_TEST_CLOCK_SHIFT'] ?? 0) * 1000
const now = () => realNow() + shiftMs

globalThis.Date = new Proxy(Date, {
  construct: (target, given: unknown[], made) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, made) as object,
  get: (target, name, receiver): unknown => (name === 'now' ? now : Reflect.get(target, name, receiver)),
})
process.on('SIGUSR2', () => {
  shiftMs = -shiftMs
})
