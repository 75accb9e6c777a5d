import { TOPICS, type Topic } from './use-remote.ts'

/** What a stream is about; the server sends only what the person may see there. */
export type LiveScope =
  { workspace: string; devopsProject: string } | { workspace: string; cluster: string; project: string }

export type LiveState = 'connecting' | 'live' | 'reconnecting'

export type LiveListener = {
  onState: (state: LiveState) => void
  /** The server gave any sign of life. */
  onSign: () => void
  onChange: (topic: Topic) => void
  /** Anything may have changed unheard: at the start, since the page was rendered; later, while nobody listened. */
  onMissed: (when: 'start' | 'gap') => void
}

const urlOf = (scope: LiveScope): string => {
  const query =
    'devopsProject' in scope
      ? { w: scope.workspace, d: scope.devopsProject }
      : { w: scope.workspace, c: scope.cluster, p: scope.project }
  return `/api/events?${new URLSearchParams(query).toString()}`
}

const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30_000

/**
 * Opens the stream and keeps it open, with growing pauses while the server is away (the browser's own retry gives up after an answer
 * that is not a stream). Returns the function that closes it.
 */
export function openLive(scope: LiveScope, listener: LiveListener): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = FIRST_RETRY_MS
  let wasOpen = false
  let heard = false

  const onData = (topic: Topic | null) => {
    if (topic !== null) return listener.onChange(topic)
    // The server says so once on every stream, as soon as it is sure to hear of everything from then on.
    listener.onMissed(heard ? 'gap' : 'start')
    heard = true
  }
  const connect = () => {
    source = new EventSource(urlOf(scope))
    source.addEventListener('open', () => {
      pause = FIRST_RETRY_MS
      listener.onState('live')
      listener.onSign()
      wasOpen = true
    })
    source.addEventListener('ping', listener.onSign)
    source.addEventListener('change', (event) => {
      listener.onSign()
      onData(topicOf(event.data))
    })
    source.addEventListener('error', () => {
      source?.close()
      listener.onState(wasOpen ? 'reconnecting' : 'connecting')
      timer = setTimeout(connect, pause)
      pause = Math.min(pause * 2, LAST_RETRY_MS)
    })
  }
  connect()
  return () => {
    source?.close()
    clearTimeout(timer)
  }
}

function topicOf(data: unknown): Topic | null {
  try {
    const { topic } = JSON.parse(String(data)) as { topic?: unknown }
    return TOPICS.find((known) => known === topic) ?? null
  } catch {
    return null
  }
}
