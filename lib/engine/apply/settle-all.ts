/** Waits for all of them, also when one fails, so that nothing goes on behind the caller's back; then throws the first failure. */
export async function settleAll(tasks: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(tasks)
  const failure = results.find((result) => result.status === 'rejected')
  if (failure) throw failure.reason
}
