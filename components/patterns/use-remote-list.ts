'use client'
import { useState } from 'react'
import type { ListShape } from './list-params.ts'
import { useListParams, type ListState } from './use-list-params.ts'
import { useRemote, type Remote, type Topic } from './use-remote.ts'

/** A list whose search, order and page live in the URL and whose rows a route answers; `initial` is the page that came with the first URL. */
export function useRemoteList<Rows>(
  topic: Topic,
  api: string,
  shape: ListShape,
  initial: Rows | undefined,
  everyMs?: number,
): Remote<Rows> & { list: ListState } {
  const list = useListParams(shape)
  const [firstQuery] = useState(list.query)
  const url = list.query === '' ? api : `${api}?${list.query}`
  return { list, ...useRemote(topic, url, list.query === firstQuery ? initial : undefined, everyMs) }
}
