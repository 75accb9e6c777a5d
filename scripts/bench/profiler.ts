/** CPU profiles of the engine for exactly the span that is measured, over the inspector of its process. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '#scripts/bootstrap/ports.mjs'

export type Profiler = {
  /** The engine's environment for the next world. */
  prepare(): Promise<Readonly<Record<string, string>>>
  /** Runs `work` under the profiler and writes <name>.cpuprofile. */
  run<T>(name: string, work: () => Promise<T>): Promise<T>
}

type Node = { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }
type Profile = { nodes: Node[]; samples: number[]; timeDeltas: number[] }

const SHOWN = 25

export const noProfiler: Profiler = {
  prepare: async () => ({}),
  run: (_, work) => work(),
}

/** Writes profiles into `folder` and says where the time went. */
export function createProfiler(folder: string, say: (line: string) => void): Profiler {
  let port = 0
  mkdirSync(folder, { recursive: true })
  return {
    async prepare() {
      port = await freePort()
      return { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` }
    },
    async run(name, work) {
      const session = await openSession(port)
      try {
        await session.send('Profiler.enable')
        await session.send('Profiler.setSamplingInterval', { interval: 500 })
        await session.send('Profiler.start')
        const result = await work()
        const { profile } = (await session.send('Profiler.stop')) as { profile: Profile }
        writeFileSync(path.join(folder, `${name}.cpuprofile`), JSON.stringify(profile))
        for (const line of topOf(profile)) say(line)
        return result
      } finally {
        session.close()
      }
    },
  }
}

async function openSession(port: number) {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '')
  const waiting = new Map<number, (result: unknown) => void>()
  let count = 0
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', () => reject(new Error('the inspector does not answer')), { once: true })
  })
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown }
    if (id !== undefined) waiting.get(id)?.(result)
  })
  return {
    send(method: string, params: object = {}): Promise<unknown> {
      const id = ++count
      socket.send(JSON.stringify({ id, method, params }))
      return new Promise((resolve) => waiting.set(id, resolve))
    },
    close: () => socket.close(),
  }
}

/** Functions by the time spent in themselves, most first. */
export function topOf({ nodes, samples, timeDeltas }: Profile): string[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const spent = new Map<string, number>()
  let total = 0
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id)
    const ms = (timeDeltas[index] ?? 0) / 1000
    const file = (frame?.url ?? '').replace(/^.*\/(node_modules|lib)\//, '$1/')
    const name = `${frame?.functionName || '(anonymous)'}  ${file}${file ? `:${(frame?.lineNumber ?? 0) + 1}` : ''}`
    spent.set(name, (spent.get(name) ?? 0) + ms)
    total += ms
  }
  const rows = [...spent].toSorted(([, left], [, right]) => right - left).slice(0, SHOWN)
  return rows.map(
    ([name, ms]) => `      ${ms.toFixed(0).padStart(7)} ms ${((ms / total) * 100).toFixed(1).padStart(5)} %  ${name}`,
  )
}
