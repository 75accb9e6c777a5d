/** One act on many deployments: each is done or refused for itself, and nothing is left out of the answer. */
import type { Work } from '#lib/audit/record.ts'
import { publicError } from '#lib/actions/failure.ts'
import { AppError } from '#lib/core/errors.ts'
import type { BatchItem } from './types.ts'

/**
 * Does `act` for every name in the transaction of `work`; a refusal takes back what its own deployment had written and lets the others go
 * on. The answers have the order of `names`. What is no `AppError` is a defect and undoes everything. Deployments are taken by name, so
 * that two batches that want the same ones do not wait for each other in a circle.
 */
export async function forEachOf(
  work: Work,
  names: readonly string[],
  act: (name: string) => Promise<{ number: number } | null>,
): Promise<BatchItem[]> {
  const outcomes = new Map<string, BatchItem>()
  for (const name of new Set(names.toSorted())) outcomes.set(name, await one(work, name, act))
  return names.flatMap((name) => outcomes.get(name) ?? [])
}

async function one(
  { tx, requestId }: Work,
  name: string,
  act: (name: string) => Promise<{ number: number } | null>,
): Promise<BatchItem> {
  await tx.$executeRaw`SAVEPOINT one_of_many`
  try {
    const done = await act(name)
    await tx.$executeRaw`RELEASE SAVEPOINT one_of_many`
    return { name, number: done?.number ?? null, refusal: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT one_of_many`
    return { name, number: null, refusal: publicError(error, requestId) }
  }
}
