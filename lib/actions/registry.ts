/**
 * Every entry point that was declared with a builder, by its function. A test walks the exports of all `actions.ts`, `queries.ts`
 * and `route.ts` and fails on a function that is not in here: nothing can be called from outside that declares no permission.
 */
import type { EntryPoint } from './definition.ts'

const entryPoints = new WeakMap<object, readonly EntryPoint[]>()

/** Marks a function as made by a builder; returns it. One that chooses between several declarations has all of them. */
export function register<F extends object>(fn: F, ...declared: EntryPoint[]): F {
  entryPoints.set(fn, declared)
  return fn
}

/** The declarations behind a function made by a builder; none for any other value. */
export const entryPointsOf = (fn: unknown): readonly EntryPoint[] =>
  typeof fn === 'function' ? (entryPoints.get(fn) ?? []) : []
