import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { readAgain, readAgainShown } from './read-again.ts'

/** A source that answers when told to, with what it was asked for last. */
function source() {
  const waiting: (() => void)[] = []
  const state = { value: 'before', reads: 0 }
  const read = () => {
    state.reads += 1
    const { value } = state
    return new Promise<string>((resolve) => waiting.push(() => resolve(value)))
  }
  return { state, read, answer: () => waiting.splice(0).forEach((resolve) => resolve()) }
}

test('a change that is told while the first read is under way is read after it', async () => {
  const queries = new QueryClient()
  const { state, read, answer } = source()
  const observer = new QueryObserver(queries, { queryKey: ['runs', 1], queryFn: read, staleTime: 60_000 })
  const stop = observer.subscribe(() => undefined)
  state.value = 'after'
  readAgain(queries, { queryKey: ['runs'] })
  expect(state.reads).toBe(1)
  answer()
  await vi.waitFor(() => expect(state.reads).toBe(2))
  answer()
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('after'))
  stop()
})

test('what is shown already is read again at once, what is of another topic is not', async () => {
  const queries = new QueryClient()
  const { state, read, answer } = source()
  const observer = new QueryObserver(queries, { queryKey: ['runs', 1], queryFn: read, staleTime: 60_000 })
  const stop = observer.subscribe(() => undefined)
  answer()
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('before'))
  readAgain(queries, { queryKey: ['clusters'] })
  expect(state.reads).toBe(1)
  readAgain(queries)
  expect(state.reads).toBe(2)
  answer()
  stop()
})

test('what is shown was read again only when every read was answered', async () => {
  const queries = new QueryClient()
  const fails = { value: false }
  const queryFn = () => (fails.value ? Promise.reject(new Error('away')) : Promise.resolve('known'))
  const stop = new QueryObserver(queries, { queryKey: ['runs', 1], queryFn, retry: false }).subscribe(() => undefined)
  expect(await readAgainShown(queries)).toBe(true)
  fails.value = true
  expect(await readAgainShown(queries)).toBe(false)
  expect(queries.getQueryData(['runs', 1])).toBe('known')
  stop()
})
