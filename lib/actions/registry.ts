/**
 * Every entry point that was declared with a builder, by its function. A test walks the exports of all `actions.ts`, `queries.ts`
 * and `route.ts` and fails on a function that is not in here: nothing can be called from outside that declares no permission.
 */
import type { EntryPoint } from './definition.ts'

const entryPoints = new WeakMap<object, EntryPoint>()

/** Marks a function as made by a builder; returns it. */
export function register<F extends object>(fn: F, entryPoint: EntryPoint): F {
  entryPoints.set(fn, entryPoint)
  return fn
}

/** The declaration of a function made by a builder, otherwise undefined. */
export const entryPointOf = (fn: unknown): EntryPoint | undefined =>
  typeof fn === 'function' ? entryPoints.get(fn) : undefined
